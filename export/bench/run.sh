#!/usr/bin/env bash
# run.sh FOLDER ROWS [LARGE]: measures every writer once over the same data, and the whole report over a notebook of as many
# observations; prints ratios of that one run beside those that are asked for. With LARGE, memory is measured over so many;
# where LARGE is the word profile, nothing is measured, and FOLDER/reports.prof says where the time of reports goes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
to=$1 rows=$2 large=${3:-}
mkdir -p "$to"
cd "$here/../.."
CGO_ENABLED=0 go test -c -o "$to/ours.test" ./export
CGO_ENABLED=0 go test -c -o "$to/notebook.test" ./cmd/plumbctl
CGO_ENABLED=0 go build -pgo=cmd/plumbctl/release.pgo -o "$to/plumbctl" ./cmd/plumbctl # as it is handed out
gcc -O2 -o "$to/libxlsxwriter" "$here/libxlsxwriter.c" -lxlsxwriter
[ -d "$to/node_modules/exceljs" ] || { cp "$here/package.json" "$to/"; (cd "$to" && npm install --silent --no-audit --no-fund); }

export PLUMBLINE_PASSPHRASE='sample sample sample sample sample sample'
# notebook ROWS: the flat file and the notebook of so many rows, made once.
notebook() {
  [ -f "$to/rows-$1.tsv" ] || PLUMBLINE_BENCH="data $1 $to/rows-$1.tsv" "$to/ours.test" -test.run '^TestBenchWriter$' >/dev/null
  [ -d "$to/rows-$1" ] && return
  rm -rf "$to/rows.part"
  PLUMBLINE_BENCH="notebook $to/rows-$1.tsv $to/rows.part" "$to/notebook.test" -test.run '^TestBenchNotebook$' -test.timeout 60m >/dev/null
  mv "$to/rows.part" "$to/rows-$1"
}
notebook "$rows"
if [ "$large" = profile ]; then
  PLUMBLINE_BENCH="report $to/rows-$rows $to" "$to/notebook.test" -test.run '^TestBenchReport$' -test.cpuprofile "$to/reports.prof" -test.timeout 60m
  exit
fi
[ -d "$to/sample-2000" ] || { rm -rf "$to/sample.part"; "$to/plumbctl" sample "$to/sample.part" --observations 2000 >/dev/null; mv "$to/sample.part" "$to/sample-2000"; }

declare -A cpu wall peak size
# measure NAME FILE COMMAND…
measure() {
  local name=$1 file=$2 got
  shift 2
  rm -f "$file"
  got=$(python3 "$here/measure.py" "$@")
  read -r cpu[$name] wall[$name] peak[$name] <<<"$got"
  size[$name]=$(stat -c %s "$file" 2>/dev/null || echo 0)
}
data=$to/rows-$rows.tsv
measure ours "$to/ours.xlsx" env PLUMBLINE_BENCH="ours $rows $data $to/ours.xlsx" "$to/ours.test" -test.run '^TestBenchWriter$'
measure libxlsxwriter "$to/c.xlsx" "$to/libxlsxwriter" "$data" "$to/c.xlsx"
measure excelize "$to/excelize.xlsx" env PLUMBLINE_BENCH="excelize $rows $data $to/excelize.xlsx" "$to/ours.test" -test.run '^TestBenchWriter$'
measure exceljs "$to/js.xlsx" env NODE_PATH="$to/node_modules" node "$here/exceljs.js" "$data" "$to/js.xlsx"
measure XlsxWriter "$to/py.xlsx" /usr/bin/python3 "$here/xlsxwriter.py" "$data" "$to/py.xlsx"

ctl() { # NAME NOTEBOOK VERB…
  local name=$1 book=$2
  shift 2
  measure "$name" "$to/$name.xlsx" "$to/plumbctl" --notebook "$to/$book" "$@"
}
ctl report "rows-$rows" report --to "$to/report.xlsx" --force
# The cells of that report's sheet of observations, from a flat file, by libxlsxwriter: first and last day, number affected,
# credibility are numbers.
numbers=5,6,18,21
PLUMBLINE_BENCH="cells $rows $to/report.xlsx $to/cells.tsv $numbers" "$to/ours.test" -test.run '^TestBenchWriter$' >/dev/null
measure cells "$to/cells.xlsx" "$to/libxlsxwriter" "$to/cells.tsv" "$to/cells.xlsx" $numbers
ctl public "rows-$rows" report --profile public --to "$to/public.xlsx" --force
ctl open "rows-$rows" digest
ctl small sample-2000 report --to "$to/small.xlsx" --force
ctl opensmall sample-2000 digest

ratio() { awk -v a="$1" -v b="$2" 'BEGIN{printf "%.2f", (b > 0) ? a/b : 0}'; }
# asked TEXT VALUE MOST
asked() { awk -v t="$1" -v v="$2" -v m="$3" 'BEGIN{printf "  %-66s %8s   asked %s%s\n", t, v, m, m == "-" || v+0 <= m+0 ? "" : "   NOT MET"}'; }

echo "$rows rows of 20 columns from a flat file"
printf '  %-16s %9s %9s %9s %9s\n' writer cpu-s wall-s MB memory-MB
for name in ours libxlsxwriter excelize exceljs XlsxWriter; do
  awk -v n=$name -v c="${cpu[$name]}" -v w="${wall[$name]}" -v s="${size[$name]}" -v p="${peak[$name]}" 'BEGIN{printf "  %-16s %9.2f %9.2f %9.1f %9.1f\n", n, c, w, s/1e6, p}'
done
asked "CPU, of libxlsxwriter's" "$(ratio "${cpu[ours]}" "${cpu[libxlsxwriter]}")" 0.33
asked "wall, of libxlsxwriter's" "$(ratio "${wall[ours]}" "${wall[libxlsxwriter]}")" 0.30
asked "CPU, of XlsxWriter's" "$(ratio "${cpu[ours]}" "${cpu[XlsxWriter]}")" 0.15
asked "CPU, of exceljs's" "$(ratio "${cpu[ours]}" "${cpu[exceljs]}")" 0.20
asked "CPU, of excelize's StreamWriter" "$(ratio "${cpu[ours]}" "${cpu[excelize]}")" 0.33
asked "size, of libxlsxwriter's" "$(ratio "${size[ours]}" "${size[libxlsxwriter]}")" 1.10
echo "plumbctl report over a notebook with those rows, every sheet"
printf '  %-16s %9s %9s %9s %9s\n' what cpu-s wall-s MB memory-MB
for name in open report public cells; do
  awk -v n=$name -v c="${cpu[$name]}" -v w="${wall[$name]}" -v s="${size[$name]}" -v p="${peak[$name]}" 'BEGIN{printf "  %-16s %9.2f %9.2f %9.1f %9.1f\n", n, c, w, s/1e6, p}'
done
asked "CPU, of libxlsxwriter writing the same cells from a flat file" "$(ratio "${cpu[report]}" "${cpu[cells]}")" 0.60
asked "the same for the public, every text held against protected words" "$(ratio "${cpu[public]}" "${cpu[cells]}")" "-"
asked "2,000 observations, every sheet and chart, seconds after opening" "$(awk -v a="${wall[small]}" -v b="${wall[opensmall]}" 'BEGIN{printf "%.2f", a-b}')" 1.0
if [ -n "$large" ]; then
  notebook "$large"
  ctl openlarge "rows-$large" digest
  ctl large "rows-$large" report --to "$to/large.xlsx" --force
  rm -f "$to/large.xlsx"
  asked "memory over the open notebook at $large rows, MB" "$(awk -v a="${peak[large]}" -v b="${peak[openlarge]}" 'BEGIN{printf "%.0f", a-b}')" 100
fi
