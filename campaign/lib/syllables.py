"""Whether letters could be a Vietnamese syllable: how a guess at an encoding is judged.

No dictionary: Vietnamese writes one syllable a word, and the rimes are few. Names of minority
places and people ("Krông Búk", "Y Bhăm") are no such syllables, yet still one vowel group between
consonants; other languages seldom are even that.
"""

import re
import unicodedata
from functools import lru_cache

NOT_ONE, LIKE_ONE, SYLLABLE = 0, 1, 2

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WITHOUT_TONES = dict.fromkeys(map(ord, _TONES))
_ONSETS = frozenset(
    "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x".split()  # noqa: SIM905 - as below
) | {""}
_RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi
    om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
    uy uya uych uyên uyêt uynh uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
    """.split()  # noqa: SIM905 - a table to read, not a list to edit
)
# Their last letter never has the tone, in the old spelling or the new: "Xaõ" is Xã in VNI.
_GLIDING = frozenset(
    """
    ai ao au ay âu ây eo êu ia iêu iu oai oao oay oeo oi ôi ơi ua uây ui uôi uya uyu
    ưa ưi ươi ươu ưu yêu
    """.split()  # noqa: SIM905 - as above
)
# Before these endings only the sắc and nặng tones are heard.
_STOPPED = ("c", "ch", "p", "t")
_STOP_TONES = (["\u0301"], ["\u0323"])
# No language of the country writes â or ơ behind a, e or o: VNI does ("teân").
_SHAPE = re.compile(
    "(?!.*[aeo][âơ])[bcdđghjklmnpqrstvwxy]{0,4}[aăâeêioôơuưy]{1,3}[bcdghklmnpqrstvxy]{0,3}",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def rank(word):
    """SYLLABLE, LIKE_ONE (one vowel group between consonants) or NOT_ONE, in whatever case."""
    composed = unicodedata.normalize("NFC", word.lower())
    marks = [[c for c in unicodedata.normalize("NFD", char) if c in _TONES] for char in composed]
    tones = [tone for found in marks for tone in found]
    letters = unicodedata.normalize("NFD", composed)
    letters = unicodedata.normalize("NFC", letters.translate(_WITHOUT_TONES))
    if len(tones) > 1 or not _SHAPE.fullmatch(letters):
        return NOT_ONE
    for length in range(min(3, len(letters) - 1), -1, -1):
        onset, rime = letters[:length], letters[length:]
        if onset in _ONSETS and rime in _RIMES:
            unheard = rime.endswith(_STOPPED) and tones not in _STOP_TONES
            misplaced = rime in _GLIDING and marks[-1]
            return LIKE_ONE if unheard or misplaced else SYLLABLE
    return LIKE_ONE
