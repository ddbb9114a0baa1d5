// zlib's own header, found through pkg-config as libpng's is.
#include <zlib.h>
