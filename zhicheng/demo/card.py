"""Both sides of an identity card of the demonstration, as a scanner sees them; every card says that it is a sample."""

import math
import zlib

from zhicheng.checks.dossier import Applicant
from zhicheng.demo.ink import length, pdf, stream, throw, turned, write
from zhicheng.policy.vocabulary import ETHNIC_GROUPS

WIDE, HIGH = 595, 420
"""The scanned sheet in points: a card of 85.6 x 54 mm, enlarged, with a margin."""
CARD = (36, 42, 523, 336)
FACE = (408, 118, 120, 168)
SAMPLE = b"0.62 0.68 0.76 rg"


def card_front(person: Applicant, portrait: bytes, *, district: str, seed: int) -> bytes:
    """The side with the face: a one-page PDF. ``portrait`` is the JPEG of 295 x 413."""
    born = person.birth_date
    marks = [
        ("姓名", [person.name[row : row + 14] for row in range(0, len(person.name), 14)][:2]),
        ("性别", [f"{person.sex.label}　　民族　{ETHNIC_GROUPS.get(person.ethnic_group or '', '汉')}"]),
        ("出生", [f"{born.year} 年 {born.month} 月 {born.day} 日"]),
        ("住址", [district, f"演示路 {seed % 300 + 1} 号"]),
    ]
    drawn, y = [], 336
    for label, words in marks:
        drawn.append(b"0.2 0.38 0.62 rg " + write(label, 66, y, 14) + b" 0.1 0.1 0.12 rg")
        for one in words:
            drawn.append(write(one, 116, y, min(17, 17 * 270 / max(length(one, 17), 1))))
            y -= 26
        y -= 12
    drawn.append(b"0.2 0.38 0.62 rg " + write("公民身份号码", 66, 74, 14))
    drawn.append(b"0.1 0.1 0.12 rg " + write(" ".join(person.id_number), 170, 72, 17))
    drawn.append(b"q %d 0 0 %d %d %d cm /Face Do Q" % (FACE[2], FACE[3], FACE[0], FACE[1]))
    return _scanned(drawn, throw("card", person.name, person.id_number, str(seed)), portrait)


def card_back(person: Applicant, *, district: str, seed: int) -> bytes:
    """The side with the authority and the years of validity: a one-page PDF."""
    since = person.birth_date.year + 26 + seed % 8
    drawn = [b"0.72 0.2 0.2 RG 2 w"]
    for reach in range(0, 360, 15):  # a rosette in the place of the emblem, which no sample may show
        x, y = math.cos(math.radians(reach)), math.sin(math.radians(reach))
        drawn.append(b"%.1f %.1f m %.1f %.1f l S" % (104 + 18 * x, 314 + 18 * y, 104 + 38 * x, 314 + 38 * y))
    drawn.append(
        b"0.1 0.1 0.12 rg " + write("演示身份证", 190, 318, 28) + write("仅供演示使用", 192, 286, 20)
    )
    drawn += [b"0.2 0.38 0.62 rg " + write("签发机关", 130, 128, 14), write("有效期限", 130, 88, 14)]
    drawn.append(b"0.1 0.1 0.12 rg " + write(f"{district}公安分局（样）", 216, 127, 17))
    drawn.append(write(f"{since}.03.01-{since + 20}.03.01", 216, 87, 17))
    return _scanned(drawn, throw("card back", person.name, person.id_number, str(seed)))


def _scanned(drawn: list[bytes], dice: bytes, portrait: bytes = b"") -> bytes:
    """The card on the glass: a grey sheet, a tilt of its own, a card of pale colour with a wave and 样证 across."""
    x, y, wide, high = CARD
    sheet = [b"0.955 0.955 0.95 rg 0 0 %d %d re f" % (WIDE, HIGH)]
    sheet.append(
        b"q 1 0 0 1 %d %d cm %s" % (dice[0] % 9 - 4, dice[1] % 7 - 3, turned((dice[2] - 128) / 9000))
    )
    sheet.append(b"0.9 0.94 0.965 rg 0.55 0.6 0.66 RG 0.8 w %d %d %d %d re B" % CARD)
    sheet.append(b"0.83 0.89 0.93 RG 0.5 w")
    for row in range(12):
        low = y + 14 + row * (high - 28) / 11
        third = wide / 3
        sheet.append(
            b"%d %.1f m %.1f %.1f %.1f %.1f %d %.1f c S"
            % (x + 2, low, x + third, low + 26, x + 2 * third, low - 26, x + wide - 2, low)
        )
    sheet.append(SAMPLE + b" " + write("演示样证", 452, 352, 20))
    sheet += [*drawn, b"Q"]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<<%s>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page % (WIDE, HIGH, b"/XObject<</Face 5 0 R>>" if portrait else b""),
        stream(b"", zlib.compress(b"\n".join(sheet), 1)),
    ]
    if portrait:
        keys = b"/Type/XObject/Subtype/Image/Width 295/Height 413/ColorSpace/DeviceRGB/BitsPerComponent 8"
        objects.append(
            b"<<%s/Filter/DCTDecode/Length %d>>stream\n%s\nendstream" % (keys, len(portrait), portrait)
        )
    return pdf(objects)
