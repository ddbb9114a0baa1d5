#!/usr/bin/env bash
# Fetches what a list names and a folder lacks: download.sh FOLDER LIST   (see downloads.txt)
#
# A file appears under its name when its sum is right, and not before: until then it is NAME.part,
# which a later attempt, by this mirror or the next, goes on with. Safe to stop at any moment.
set -euo pipefail

if [ $# != 2 ] || [ ! -f "$2" ]; then
  echo "usage: $0 FOLDER LIST (the list is a file as Sources/Datasets/downloads.txt is)" >&2
  exit 64
fi
folder=$1
list=$2

command -v curl >/dev/null || { echo "make data needs curl: install it first" >&2; exit 69; }

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

# right FILE: whether it is there and has the sum of this line of the list
right() {
  [ -f "$1" ] || return 1
  local found
  case $kind in
    contents) found=$(gzip -dc <"$1" 2>/dev/null | sha256) || return 1 ;;
    file) found=$(sha256 <"$1") ;;
  esac
  [ "$found" = "$sum" ]
}

# load ADDRESS: goes on with the .part where it ends; fails with curl's own words
load() {
  local quiet=(--silent --show-error) code status=0
  if [ -t 2 ]; then quiet=(--progress-bar); fi
  # A connection that brings less than a kilobyte a second for half a minute is given up.
  code=$(curl --fail --location "${quiet[@]}" --connect-timeout 15 --speed-limit 1000 \
    --speed-time 30 --continue-at - --output "$part" --write-out '%{http_code}' "$1") || status=$?
  if [ $status = 23 ]; then
    echo "$part: cannot be written; make room, or look at the folder's permissions" >&2
    exit 73
  fi
  # This mirror cannot go on from there: it has no more, or it always begins at the beginning.
  if [ $status = 33 ] || [ $status = 36 ] || [ "$code" = 416 ]; then rm -f "$part"; fi
  return $status
}

# fetch ADDRESS: goes on with a .part, and begins anew if that was from a mirror with other bytes
fetch() {
  if [ -s "$part" ]; then
    if load "$1"; then
      if right "$part"; then return 0; fi
      rm -f "$part"
    elif [ -e "$part" ]; then
      return 1
    fi
    echo "$1: from the beginning" >&2
  fi
  load "$1" || return 1
  if right "$part"; then return 0; fi
  rm -f "$part"
  echo "$1: this is not the file: its SHA-256 is not $sum" >&2
  return 1
}

while read -r dataset kind name sum <&3; do
  case $kind in contents | file) ;; *) continue ;; esac
  target=$folder/$dataset/$name
  part=$target.part
  if right "$target"; then
    echo "$target: is there"
    continue
  fi
  if [ -e "$target" ]; then echo "$target: has another SHA-256, and will be replaced"; fi
  mkdir -p "$folder/$dataset" || exit 73
  done=no
  # What was whole when the last attempt was stopped needs no network.
  if right "$part"; then done=yes; fi
  while [ $done = no ] && read -r of what address <&4; do
    if [ "$of $what" != "$dataset from" ]; then continue; fi
    echo "$target: from $address"
    if fetch "${address%/}/$name"; then done=yes; fi
  done 4<"$list"
  if [ $done = no ]; then
    {
      echo "$target: no mirror gave it. Is there a network? 'make data' again goes on from here."
      echo "Chapters need no data with '--dataset drawn'. Files that you have: '--data FOLDER'."
    } >&2
    exit 66
  fi
  sync "$part" 2>/dev/null || sync
  mv -f "$part" "$target"
done 3<"$list"
