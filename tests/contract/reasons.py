"""Why our vocabulary differs from FirstPromoter's documents, where more than one noun has the same reason."""

OPEN_BALANCES = (
    "balances have open-ended keys in reality, units or kinds of balance, so they are read as plain mappings"
)
KNOWN_BY_OTHERS = (
    "the files say null or an object without members; where a reward is shown elsewhere it has these members"
)
IDS = "ids are integers wherever real data was seen; FirstPromoter turned none away"
WHOLE_MINOR_UNITS = "the prose wants whole minor units, and integers are accepted in practice; text would invite 29.33"
WHOM = "left out, nobody says whom it would be about: everybody, perhaps"
CENTS = "numbers by the documents, but the same amounts as the company's, which are integers: cents"
SEEN = "seen in real answers, though in no document"
NONE_SO_FAR = "the sandbox has none of these yet, so the list is empty"
