"""Writes a flat file as a workbook with XlsxWriter: xlsxwriter.py DATA OUT"""
import sys
sys.path = sys.path[1:]  # this file has the module's name
import xlsxwriter

numbers = {5, 13, 19}
book = xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True})
sheet = book.add_worksheet("Observations")
with open(sys.argv[1], encoding="utf-8", newline="\n") as lines:
    for y, line in enumerate(lines):
        for x, cell in enumerate(line.rstrip("\n").split("\t")):
            if y and x in numbers:
                sheet.write_number(y, x, float(cell))
            else:
                sheet.write_string(y, x, cell)
book.close()
