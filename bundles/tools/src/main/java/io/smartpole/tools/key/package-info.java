/** Keys: shown, made, looked up; and which of them poles trust. */
package io.smartpole.tools.key;
