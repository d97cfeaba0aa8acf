/// From scores to text: the cache, the choice of a token, and the loop.
@NullMarked
package wenmai.decode;

import org.jspecify.annotations.NullMarked;
