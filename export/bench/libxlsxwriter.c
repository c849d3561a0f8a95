/* Writes a flat file as a workbook with libxlsxwriter: libxlsxwriter DATA OUT [COLUMNS OF NUMBERS, as 5,13,19] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

int main(int argc, char **argv) {
    FILE *in = argc == 3 || argc == 4 ? fopen(argv[1], "r") : NULL;
    if (!in) return 2;
    char numbers[128] = {0};
    for (char *c = argc == 4 ? argv[3] : "5,13,19"; c; c = strchr(c, ',') ? strchr(c, ',') + 1 : NULL) numbers[atoi(c) & 127] = 1;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_workbook *book = workbook_new_opt(argv[2], &options);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Observations");
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    for (lxw_row_t row = 0; (n = getline(&line, &room, in)) > 0; row++) {
        if (line[n - 1] == '\n') line[n - 1] = 0;
        char *cell = line;
        for (lxw_col_t col = 0; cell; col++) {
            char *next = strchr(cell, '\t');
            if (next) *next++ = 0;
            if (row > 0 && numbers[col & 127] && *cell) worksheet_write_number(sheet, row, col, atof(cell), NULL);
            else worksheet_write_string(sheet, row, col, cell, NULL);
            cell = next;
        }
    }
    free(line);
    fclose(in);
    return workbook_close(book) == LXW_NO_ERROR ? 0 : 1;
}
