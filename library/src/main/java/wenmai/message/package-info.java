/// What is said to people, in English and Chinese.
@NullMarked
package wenmai.message;

import org.jspecify.annotations.NullMarked;
