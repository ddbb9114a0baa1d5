// libpng's own header, found through pkg-config: on Debian and with Homebrew it lies in different
// folders, and a module map cannot name a header by search path.
#include <png.h>
