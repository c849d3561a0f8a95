#!/usr/bin/env bash
# run.sh FOLDER ROWS: measures every writer once over the same data and prints ratios to ours.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
to=$1 rows=$2
mkdir -p "$to"
cd "$here/../.."
CGO_ENABLED=0 go test -c -o "$to/ours.test" ./export
CGO_ENABLED=0 go build -o "$to/plumbctl" ./cmd/plumbctl
gcc -O2 -o "$to/libxlsxwriter" "$here/libxlsxwriter.c" -lxlsxwriter
[ -d "$to/node_modules/exceljs" ] || { cp "$here/package.json" "$to/"; (cd "$to" && npm install --silent --no-audit --no-fund); }

data=$to/rows.tsv
PLUMBLINE_BENCH="data $rows $data" "$to/ours.test" -test.run '^TestBenchWriter$' >/dev/null

TIMEFORMAT='%U %S %R'
declare -A cpu wall size
measure() { # name file command…
  local name=$1 file=$2 t
  shift 2
  rm -f "$file"
  t=$( { time "$@" >/dev/null 2>&1; } 2>&1 )
  read -r u s w <<<"$t"
  cpu[$name]=$(awk "BEGIN{print $u+$s}") wall[$name]=$w size[$name]=$(stat -c %s "$file")
}
measure ours "$to/ours.xlsx" env PLUMBLINE_BENCH="ours $rows $data $to/ours.xlsx" "$to/ours.test" -test.run '^TestBenchWriter$'
measure libxlsxwriter "$to/c.xlsx" "$to/libxlsxwriter" "$data" "$to/c.xlsx"
measure excelize "$to/excelize.xlsx" env PLUMBLINE_BENCH="excelize $rows $data $to/excelize.xlsx" "$to/ours.test" -test.run '^TestBenchWriter$'
measure exceljs "$to/js.xlsx" env NODE_PATH="$to/node_modules" node "$here/exceljs.js" "$data" "$to/js.xlsx"
measure XlsxWriter "$to/py.xlsx" /usr/bin/python3 "$here/xlsxwriter.py" "$data" "$to/py.xlsx"

export PLUMBLINE_PASSPHRASE='sample sample sample sample sample sample'
[ -d "$to/notebook-$rows" ] || { rm -rf "$to/notebook.part"; "$to/plumbctl" sample "$to/notebook.part" --observations "$rows" >/dev/null; mv "$to/notebook.part" "$to/notebook-$rows"; }
measure report "$to/report.xlsx" "$to/plumbctl" --notebook "$to/notebook-$rows" report --to "$to/report.xlsx" --force
# The cells of that report's sheet of observations, from a flat file, by libxlsxwriter.
PLUMBLINE_BENCH="cells $rows $to/report.xlsx $to/cells.tsv" "$to/ours.test" -test.run '^TestBenchWriter$' >/dev/null
measure libxlsxwriter-cells "$to/cells.xlsx" "$to/libxlsxwriter" "$to/cells.tsv" "$to/cells.xlsx"

printf '%-22s %9s %9s %9s   ours is of its CPU, of its wall, of its size\n' writer cpu-s wall-s MB
for name in ours libxlsxwriter excelize exceljs XlsxWriter; do
  awk -v n=$name -v c="${cpu[$name]}" -v w="${wall[$name]}" -v s="${size[$name]}" -v oc="${cpu[ours]}" -v ow="${wall[ours]}" -v os="${size[ours]}" \
    'BEGIN{printf "%-22s %9.2f %9.2f %9.1f   %.2f  %.2f  %.2f\n", n, c, w, s/1e6, oc/c, ow/w, os/s}'
done
awk -v c="${cpu[report]}" -v w="${wall[report]}" -v s="${size[report]}" -v lc="${cpu[libxlsxwriter-cells]}" -v lw="${wall[libxlsxwriter-cells]}" \
  'BEGIN{printf "%-22s %9.2f %9.2f %9.1f   %.2f  %.2f of libxlsxwriter writing the same cells from a flat file (%.2f s)\n", "plumbctl report", c, w, s/1e6, c/lc, w/lw, lc}'
