/// Whether a text is worth reading: the published rules of Gopher, C4 and FineWeb with their papers' thresholds, which
/// judge texts that write spaces between words, and counterparts for Chinese, which judge the others.
@NullMarked
package wenmai.corpus.filter;

import org.jspecify.annotations.NullMarked;
