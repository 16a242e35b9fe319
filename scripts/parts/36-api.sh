# public API, against the committed lists
scripts/api.sh
