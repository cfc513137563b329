"""What holds for nouns of both generations."""

from tests.contract.reasons import KNOWN_BY_OTHERS, OPEN_BALANCES

KNOWN: dict[str, str] = {
    "* *balance*: is object, and we read map": OPEN_BALANCES,
    "* *balance*.*: not read": OPEN_BALANCES,
    "* meta.pending_count: not read": "`Page.meta` passes on whatever comes beside the rows",
    "* *current_promotion_reward: is map, and we read object": KNOWN_BY_OTHERS,
    "* *current_target_reward: is map, and we read object": KNOWN_BY_OTHERS,
    "Reward.unit: has no value discount_*": "the list of units leaves two out that other answers show",
}
