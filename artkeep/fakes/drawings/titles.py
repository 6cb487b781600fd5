"""What the drawn pictures are called."""

MOODS = (
    "Quiet",
    "Late",
    "First",
    "Northern",
    "Slow",
    "Borrowed",
    "Amber",
    "Salt",
    "Paper",
    "Hidden",
    "Second",
    "Winter",
    "Glass",
    "Open",
    "Half-remembered",
    "Sunday",
    "Drifting",
    "Little",
    "Copper",
    "Long",
    "Unsent",
    "Blue",
    "Patient",
    "Last",
)
NOUNS = {
    "flow field": ("Wind", "Current", "Grain", "Weather", "Migration", "Murmur"),
    "landscape": ("Valley", "Crossing", "Shore", "Ridge", "Evening", "Lake"),
    "stained glass": ("Window", "Psalm", "Lantern", "Chapel", "Noon", "Meadow"),
    "plants": ("Herbarium", "Garden", "Orchard", "Fern", "Blossom", "Thicket"),
    "fractal": ("Coast", "Coral", "Frost", "Lightning", "Seahorse", "Crown"),
    "tiling": ("Courtyard", "Cloth", "Floor", "Quilt", "Knot", "Origami"),
    "city": ("City", "Rooftops", "Night Shift", "Avenue", "Curfew", "Skyline"),
    "marbled paper": ("Endpaper", "Ink", "Agate", "Book", "Eddy", "Oil"),
    "shapes": ("Composition", "Machine", "Orchestra", "Poster", "Balance", "Toy"),
    "space": ("Orbit", "Voyage", "Moon", "Harbour of Stars", "Signal", "Eclipse"),
    "pond": ("Pond", "Carp", "Lilies", "Koi", "Ripple", "Water"),
    "waves": ("Sea", "Swell", "Range", "Echo", "Tide", "Transmission"),
}


def title(number: int, style: str) -> str:
    """Return a title; those of neighbouring numbers differ."""
    nouns = NOUNS[style]
    mixed = number * 2654435761 % 2**32
    return f"{MOODS[mixed * len(MOODS) >> 32]} {nouns[mixed % 65521 % len(nouns)]}"
