"""What a picture looks like after the web has had it: the copies that accuracy is measured on.

Each kind of copy is made with its own size, place, angle, colours and words for every number, so
that nothing is tuned to one frame, one watermark or one site's page.
"""

import io
import random
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw, ImageEnhance, ImageFont

Picture = Image.Image
LONGEST_SIDE = 1600  # pixels; nobody shares more

_WORDS = ("look", "at", "this", "art", "found", "it", "again", "who", "made", "so", "good", "wow")
_PAPERS = ((255, 255, 255), (21, 32, 43), (0, 0, 0), (240, 242, 245), (32, 34, 37))


def copy(picture: Picture, kind: str, number: int) -> bytes:
    """Return the file of one copy of a picture, the same for the same kind and number."""
    chance = random.Random(f"{kind}/{number}")
    shared = picture.convert("RGB")
    shared.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    changed = CHANGES[kind](shared, chance)
    packed = io.BytesIO()
    format_, quality = _FORMATS.get(kind, ("JPEG", 85))
    changed.save(packed, format_, quality=quality)
    return packed.getvalue()


def _as_it_is(picture: Picture, _chance: random.Random) -> Picture:
    return picture


def _half_size(picture: Picture, _chance: random.Random) -> Picture:
    return picture.resize((max(1, picture.width // 2), max(1, picture.height // 2)))


def _social(picture: Picture, _chance: random.Random) -> Picture:
    small = picture.copy()
    small.thumbnail((1200, 1200))
    return small


def _thumb(picture: Picture, _chance: random.Random) -> Picture:
    small = picture.copy()
    small.thumbnail((150, 150))
    return small


def _grey(picture: Picture, _chance: random.Random) -> Picture:
    return picture.convert("L").convert("RGB")


def _brighter(picture: Picture, chance: random.Random) -> Picture:
    return ImageEnhance.Brightness(picture).enhance(chance.uniform(1.2, 1.4))


def _mirrored(picture: Picture, _chance: random.Random) -> Picture:
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def _turned(picture: Picture, chance: random.Random) -> Picture:
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)
    return picture.transpose(chance.choice(turns))


def _watermark(picture: Picture, chance: random.Random) -> Picture:
    marked = picture.copy()
    text = _some_words(chance, 2)
    font = _font(picture.width * chance.uniform(0.025, 0.05))
    wide = font.getlength(text)
    left = chance.choice((0.02 * picture.width, 0.97 * picture.width - wide))
    top = chance.choice((0.02, 0.9)) * picture.height
    colour = chance.choice(((255, 255, 255), (30, 30, 30), (220, 60, 60)))
    ImageDraw.Draw(marked).text((left, top), text, colour, font)
    return Image.blend(picture, marked, chance.uniform(0.6, 1.0))


def _border(picture: Picture, chance: random.Random) -> Picture:
    wide = round(0.05 * max(picture.size))
    framed = Image.new(
        "RGB", (picture.width + 2 * wide, picture.height + 2 * wide), chance.choice(_PAPERS)
    )
    framed.paste(picture, (wide, wide))
    return framed


def _rotated(picture: Picture, chance: random.Random) -> Picture:
    angle = 3 * chance.choice((-1, 1))
    return picture.rotate(
        angle, Image.Resampling.BICUBIC, expand=True, fillcolor=chance.choice(_PAPERS)
    )


def _captioned(picture: Picture, chance: random.Random) -> Picture:
    paper = chance.choice(_PAPERS)
    high = round(picture.height * chance.uniform(0.1, 0.2))
    whole = Image.new("RGB", (picture.width, picture.height + high), paper)
    above = chance.random() < 0.7  # else below
    whole.paste(picture, (0, high if above else 0))
    top = 0 if above else picture.height
    font = _font(min(high * 0.4, picture.width * 0.045))
    place = (0.01 * picture.width, top + 0.25 * high)
    ImageDraw.Draw(whole).text(place, _some_words(chance, 5), _ink(paper), font)
    return whole


def _crop(side: float) -> Callable[[Picture, random.Random], Picture]:
    """Return a change that keeps this part of both sides, anywhere in the picture."""

    def crop(picture: Picture, chance: random.Random) -> Picture:
        width, height = round(picture.width * side), round(picture.height * side)
        left = round((picture.width - width) * chance.random())
        top = round((picture.height - height) * chance.random())
        return picture.crop((left, top, left + width, top + height))

    return crop


def _screenshot(picture: Picture, chance: random.Random) -> Picture:
    paper = chance.choice(_PAPERS)
    page = Image.new("RGB", (1080, chance.randrange(1300, 2000, 50)), paper)
    shown = picture.copy()
    shown.thumbnail((chance.randrange(600, 1000), 900), Image.Resampling.LANCZOS)
    top = chance.randrange(180, 320)
    page.paste(shown, ((1080 - shown.width) // 2, top))
    draw = ImageDraw.Draw(page)
    draw.ellipse((30, 40, 110, 120), fill=(90, 120, 170))
    draw.text((130, 60), "some_user  2h", _ink(paper), _font(26))
    draw.text((40, 135), _some_words(chance, 4), _ink(paper), _font(30))
    draw.text((40, page.height - 80), "12 replies   340   1.2k", (128, 128, 128), _font(26))
    return page


def _some_words(chance: random.Random, count: int) -> str:
    return " ".join(chance.sample(_WORDS, count))


def _ink(paper: tuple[int, int, int]) -> tuple[int, int, int]:
    return (15, 15, 15) if sum(paper) > 380 else (230, 230, 230)


def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(max(8.0, size))


CHANGES: Mapping[str, Callable[[Picture, random.Random], Picture]] = {
    "jpeg_q50": _as_it_is,
    "webp_q70": _as_it_is,
    "half_size": _half_size,
    "social_1200": _social,
    "grey": _grey,
    "brighter": _brighter,
    "mirrored": _mirrored,
    "turned_90": _turned,
    "thumb_150": _thumb,
    "watermark": _watermark,
    "border_5": _border,
    "captioned": _captioned,
    "rotated_3": _rotated,
    "crop_10": _crop(0.9),
    "crop_40": _crop(0.6),
    "crop_80": _crop(0.45),
    "screenshot": _screenshot,
}
_FORMATS = {"jpeg_q50": ("JPEG", 50), "webp_q70": ("WEBP", 70), "social_1200": ("JPEG", 82)}
