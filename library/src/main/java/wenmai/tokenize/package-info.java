/// Documents -> ids. A tokenizer turns text into numbers below its vocabulary's size and back.
@NullMarked
package wenmai.tokenize;

import org.jspecify.annotations.NullMarked;
