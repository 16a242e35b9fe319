# the Python package, installed as its users do: tests, types, vectors
bindings-python/test.sh
