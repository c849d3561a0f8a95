#!/usr/bin/python3
"""Make PlumblineSans-Regular.ttf and PlumblineSans-Bold.ttf.

One face holds every script the program writes (Latin, Cyrillic with Kazakh,
Arabic) and the few symbols of the workbook, so no text ever falls back to
a font of the machine and a picture is the same everywhere. It is made from

  Noto Sans           as Fyne 2.8.1 bundles it (the module cache)
  Noto Sans Arabic    2.005, Debian's fonts-noto-core. Not 2.012 or later:
                      go-text skips the decomposition that version relies on
                      and puts the dots of medial noon and yeh elsewhere.
  Noto Sans Math, Symbols, Symbols 2   a few signs, Debian's fonts-noto-core

Hints go: Fyne rasterises without them and they are a third of the bytes.
The line is 1069 up and 450 down, in thousandths of an em; Noto Sans Arabic's own
1374 and 738 would make every line twice as high as its letters.

    apt-get install fonts-noto-core python3-fonttools
    assets/fonts/merge.py [folder of NotoSans-*.ttf] [folder of the Debian fonts]
"""

import os
import subprocess
import sys
import tempfile

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Plumbline Sans"
ASCENT, DESCENT = 1069, 450
EPOCH = 3849984000  # 2026-01-01, counted from 1904: the same input gives the same bytes

MATH = "←↑→↓↔−≈≠≤≥"
SYMBOLS = "⚑"
SYMBOLS2 = "■□○◔◑◕●▲▼✓⚠✎"


def fyne_fonts():
    """The folder of the fonts inside the Fyne module this repository builds with."""
    module = ["go", "list", "-m", "-f", "{{.Dir}}", "fyne.io/fyne/v2"]
    folder = subprocess.check_output(module, text=True).strip()
    return os.path.join(folder, "theme", "font")


def prepared(path, chars, folder):
    """A copy of one font without hints; with chars, only these and no layout tables."""
    options = Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.layout_features = ["*"]
    font = TTFont(path)
    if chars:
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "MATH"]
        unicodes = [ord(c) for c in chars]
        missing = [c for c in chars if ord(c) not in font.getBestCmap()]
        if missing:
            sys.exit(f"{path}: no {' '.join(missing)}")
    else:
        unicodes = list(font.getBestCmap())
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    out = os.path.join(folder, os.path.basename(path))
    font.save(out)
    return out


def dotted(font):
    """Leave the Kazakh і its dot. For Cyrillic, Fyne's Noto Sans takes the dot off і and ј whatever
    follows, where it means to do so before an accent only."""
    letters = {font.getBestCmap()[c] for c in (0x456, 0x458)}
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "ccmp":
            continue
        feature = record.Feature
        feature.LookupListIndex = [
            i
            for i in feature.LookupListIndex
            if not any(letters & set(getattr(s, "mapping", {})) for s in table.LookupList.Lookup[i].SubTable
                       if getattr(s, "LookupType", 0) == 1)
        ]
        feature.LookupCount = len(feature.LookupListIndex)


def renamed(font, weight):
    """Names of our own: the measure cache keys a face by its name."""
    table = font["name"]
    licence = table.getDebugName(13)
    table.names = []
    for ident, text in {
        0: "Copyright 2015-2020 Google LLC. Merged for Plumbline from Noto Sans, Noto Sans Arabic, "
        "Noto Sans Math, Noto Sans Symbols and Noto Sans Symbols 2.",
        1: FAMILY,
        2: weight,
        3: f"org.plumbline.{FAMILY.replace(' ', '')}-{weight};1",
        4: f"{FAMILY} {weight}",
        5: "Version 1.000",
        6: f"{FAMILY.replace(' ', '')}-{weight}",
        13: licence,
        14: "https://scripts.sil.org/OFL",
    }.items():
        table.setName(text, ident, 3, 1, 0x409)


def merge(weight, latin, debian, target):
    with tempfile.TemporaryDirectory() as folder:
        parts = [
            prepared(os.path.join(latin, f"NotoSans-{weight}.ttf"), "", folder),
            prepared(os.path.join(debian, f"NotoSansArabic-{weight}.ttf"), "", folder),
            prepared(os.path.join(debian, "NotoSansMath-Regular.ttf"), MATH, folder),
            prepared(os.path.join(debian, f"NotoSansSymbols-{weight}.ttf"), SYMBOLS, folder),
            prepared(os.path.join(debian, "NotoSansSymbols2-Regular.ttf"), SYMBOLS2, folder),
        ]
        font = Merger().merge(parts)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ASCENT, -DESCENT, 0
    os2 = font["OS/2"]
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENT, -DESCENT, 0
    os2.usWinAscent, os2.usWinDescent = ASCENT, DESCENT
    dotted(font)
    renamed(font, weight)
    font["head"].created = font["head"].modified = EPOCH
    font["head"].fontRevision = 1.0
    font.recalcTimestamp = False
    font.save(os.path.join(target, f"{FAMILY.replace(' ', '')}-{weight}.ttf"))


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    latin = sys.argv[1] if len(sys.argv) > 1 else fyne_fonts()
    debian = sys.argv[2] if len(sys.argv) > 2 else "/usr/share/fonts/truetype/noto"
    for weight in ("Regular", "Bold"):
        merge(weight, latin, debian, here)
