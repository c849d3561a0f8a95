// Writes a flat file as a workbook with exceljs: node exceljs.js DATA OUT
const fs = require('fs');
const readline = require('readline');
const ExcelJS = require('exceljs');

const numbers = new Set([5, 13, 19]);

async function main() {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({filename: process.argv[3]});
  const sheet = book.addWorksheet('Observations');
  let y = 0;
  for await (const line of readline.createInterface({input: fs.createReadStream(process.argv[2])})) {
    sheet.addRow(line.split('\t').map((cell, x) => (y && numbers.has(x) ? Number(cell) : cell))).commit();
    y++;
  }
  await book.commit();
}

main();
