# the public interface, against the committed one
scripts/api.sh
