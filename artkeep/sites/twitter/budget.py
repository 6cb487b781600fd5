"""What the official API costs, by X's own count.

X charges for every post it hands out and counts them itself, whoever reads them with the same
project; so nothing is counted here, and a second program or machine cannot spend it twice over.
"""

from artkeep.errors import BadSetting, OverBudget
from artkeep.sites.base import Option, SiteHttp
from artkeep.sites.twitter import trouble
from artkeep.sites.twitter.posts import reading
from artkeep.sites.twitter.urls import NAME
from artkeep.texts import text

BUDGET, PRICE = "budget_usd_per_month", "usd_per_post"
OPTIONS = {
    BUDGET: Option(
        text(
            "How much the official API may cost in a month of X's billing, in US dollars; none: it"
            " is a plan at a fixed price"
        ),
        "5",
    ),
    PRICE: Option(
        text(
            "What one post costs there, with its pictures and its account: X asks 0.005 for the"
            " post alone (November 2026)"
        ),
        "0.01",
    ),
}
_NONE = "none"


def affordable(http: SiteHttp, posts: int, at_least: int) -> int:
    """Return how many posts may be asked for, `posts` at most.

    Raises OverBudget when they are fewer than `at_least`.
    """
    if http.options[BUDGET].strip().lower() == _NONE:
        return posts
    budget, price = _number(http, BUDGET), _number(http, PRICE)
    read = used(http)
    left = posts if price == 0 else int((budget + 1e-9) / price) - read
    if left < at_least:
        words = (
            f"{read:,} posts were read this month, about {read * price:,.2f} USD of the"
            f" {budget:,.2f} that sites.{NAME}.{BUDGET} allows"
        )
        raise OverBudget(NAME, trouble.tomorrow(http.now()), words)
    return min(posts, left)


def used(http: SiteHttp) -> int:
    """Ask how many posts were read this month; that costs nothing."""
    answer = trouble.understood(http, http.ask("GET", "/tweets", at="usage_url"), "the usage")
    with reading("the usage"):
        return int(answer["data"]["project_usage"])


def _number(http: SiteHttp, key: str) -> float:
    try:
        number = float(http.options[key])
    except ValueError as error:
        raise BadSetting(
            text("sites.{name}.{key} should be a number of US dollars", name=NAME, key=key)
        ) from error
    if not 0 <= number < float("inf"):
        raise BadSetting(text("sites.{name}.{key} should be at least 0", name=NAME, key=key))
    return number
