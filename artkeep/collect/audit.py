"""Look whether what a list shows is still there, at its source and with us.

*Ours* is a matter of our disk: `intact` reads the bytes of each image of a list, as `doctor` does
of all, and `repair` brings back what is lost, also from its source; only the same bytes count.

*Theirs* asks the source: a run that looks at each post as `recheck` does, and at the head of each
picture that we hold. A site that bars us ends the turn, so that nothing is ever held to be gone
because of it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from artkeep import jobs
from artkeep.collect import doctor
from artkeep.collect.doctor import Finding
from artkeep.collect.looking import Looking, record
from artkeep.db.engine import Tx
from artkeep.errors import BadAnswer, NotFound, SiteDown, SiteError
from artkeep.intake import ways
from artkeep.intake.pictures import NOT_THERE
from artkeep.jobs import Turn
from artkeep.jobs.lanes import NotYet
from artkeep.library import accounts, audits, checks, collections
from artkeep.library.checks import Checked
from artkeep.library.collections import Collection
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.records import CheckState, Image
from artkeep.model.refs import CollectionId, PostRef, RunId
from artkeep.sites import SITES
from artkeep.texts import number, text
from artkeep.workbench import Workbench
from artkeep.workbench.way import Way

T = TypeVar("T")

KIND = "audit"
EVERY = timedelta(days=10)  # a post that was looked at less long ago is left alone
PER_DAY = 500  # looks at one site, unless told otherwise
_TOGETHER = 200  # posts whose images are read in one question
_PATIENCE = timedelta(hours=1)  # for our own pace


# ---- ours --------------------------------------------------------------------------------------


def intact(bench: Workbench, held: Collection) -> Iterator[tuple[Image, list[Finding]]]:
    """Yield each image of a list with what is wrong with it; nothing is asked of anybody."""
    last: int | None = 0
    while last is not None:
        with bench.db.read() as tx:
            some, last = audits.images_of(tx, held.id, last, _TOGETHER)
        for image in some:
            yield image, list(doctor.of_image(bench, image))


def repair(bench: Workbench, image: Image, finding: Finding) -> str:
    """Put right what is wrong with an image of ours; say how. Raises NotFound: it cannot be."""
    try:
        if finding.mend is not None:
            return finding.mend()
    except NotFound:
        if not finding.is_lost:
            raise
    return fetch_again(bench, image)


def fetch_again(bench: Workbench, image: Image) -> str:
    """Bring back the bytes of an image from a site that shows it. Raises NotFound: none does."""
    with bench.db.read() as tx:
        known = audits.sources(tx, image.id)
    reasons = []
    for ref, position in known:
        if ref.site not in SITES:
            continue
        try:
            if _brought_back(bench, image, ref, position):
                return f"fetched again from {SITES[ref.site].url(ref)}"
            reasons.append(f"{SITES[ref.site].url(ref)} shows another picture by now")
        except SiteError as error:
            reasons.append(str(error))
    raise NotFound("; ".join(reasons) or "no site that we know shows it")


def _brought_back(bench: Workbench, image: Image, ref: PostRef, position: int) -> bool:
    """Fetch a picture of a post; keep it if it has the bytes of the image."""
    site, way = ways.to(bench, ref.site, None, None)
    found = _patiently(bench, way, lambda: site.fetch(way, ref))
    if position >= len(found.pages):
        return False
    told, spool = found.pages[position], bench.blobs.spool()
    try:
        most = bench.settings.pictures.max_bytes
        received = _patiently(
            bench, way, lambda: way.stream_to(told.url, spool, most, told.referer)
        )
        if received.sha256 != image.sha256:
            return False
        bench.blobs.delete(image.sha256)  # what lies there now has other bytes
        bench.blobs.put(image.sha256, spool)
        return True
    finally:
        spool.unlink(missing_ok=True)


def _patiently(bench: Workbench, way: Way, ask: Callable[[], T]) -> T:
    """Ask, and wait out our own pace."""
    while True:
        try:
            with way.heeding():
                return ask()
        except NotYet as pause:
            left = pause.until - bench.clock.now()
            if left > _PATIENCE:
                raise
            bench.clock.sleep(max(left.total_seconds(), 0.0))


# ---- theirs ------------------------------------------------------------------------------------


def require_read(held: Collection) -> None:
    """Raise NotFound for a list that was never read to its end."""
    if held.read_at is None:
        raise NotFound(
            text(
                "{title} was never read to its end; run: artkeep read {url}",
                title=held.title,
                url=held.url,
            )
        )


def ask(tx: Tx, held: Collection, *, before: datetime, at_most: int = PER_DAY) -> RunId:
    """Ask for the posts of a list to be looked at that nobody has looked at since `before`."""
    require_read(held)
    arguments = {"at_most": at_most, "before": before.isoformat()}
    return jobs.add(tx, KIND, str(held.id), arguments=arguments)


def seconds_each(held: Collection) -> float:
    """Return how long a look at one post takes at the pace of its site, over a long time."""
    pace = SITES[held.ref.site].about.addresses["base_url"].pace
    return max(pace.gap, *(window.seconds / window.requests for window in pace.windows), 0.0)


def run(bench: Workbench, turn: Turn) -> None:
    """Look at the posts of a list, each of which commits by itself."""
    before = datetime.fromisoformat(str(turn.run.arguments["before"]))
    left = int(str(turn.run.arguments["at_most"])) - turn.run.done
    with bench.db.read() as tx:
        held = collections.get(tx, CollectionId(int(turn.run.subject)))
        due = audits.due(tx, held.id, before, max(left, 0))
        controls = checks.healthy(tx, held.ref.site)
        artists = accounts.addresses(tx, [post.id for post in due])
    site, way = ways.to(bench, held.ref.site, held.account, turn)
    looking = Looking(site, way, controls)
    counts: Counter[str] = Counter(turn.run.counts)
    turn.progress(unit="posts", total=turn.run.done + len(due))
    for done, post in enumerate(due, turn.run.done + 1):
        turn.check()
        found, state, words = looking.look(post.ref, artists.get(post.id, ""))
        if found is not None:
            state, words = _pictures(bench, way, post, found)
        with turn.begin() as tx:
            counts[record(tx, post, found, state, words).value] += 1
            turn.progress(done=done, counts=dict(counts))
        if state is CheckState.SITE_DOWN:
            raise SiteDown(held.ref.site, words)


def _pictures(bench: Workbench, way: Way, post: Checked, found: PostInfo) -> tuple[CheckState, str]:
    """Compare the pictures of a post that is there with those that we hold, by their heads."""
    with bench.db.read() as tx:
        held = audits.sizes(tx, post.id)
    for position, size_bytes in held.items():
        words = "there are fewer pictures than there were"
        if position < len(found.pages):
            words = _trouble(way, found.pages[position], size_bytes)
        if words:
            return CheckState.UNSURE, words
    return CheckState.ALIVE, ""


def _trouble(way: Way, page: PageInfo, size_bytes: int) -> str:
    """Return what is odd about a picture at its source; "" when nothing is."""
    trouble = ""
    for address in (page.url, *page.fallbacks):
        try:
            announced = way.announced(address, page.referer)
        except BadAnswer as error:
            if error.answered not in NOT_THERE:
                raise
            trouble = trouble or text(
                "the page is there, its picture is not: {error}", error=str(error)
            )
            continue
        if announced is None:
            return text("its picture is there, but its host does not say how large")
        if announced != size_bytes:
            return text(
                "its picture has {theirs} bytes; ours has {ours}",
                theirs=number(announced),
                ours=number(size_bytes),
            )
        return ""
    return trouble
