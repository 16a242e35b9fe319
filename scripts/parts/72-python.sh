# Python package, installed as users do: tests, types, vectors
bindings-python/test.sh
