//! The mistakes that are looked for in calls of bitsadmin.

use crate::parse::found::patterns;

patterns! {
    /// All of them.
    pub(in crate::parse) PATTERNS;
    UNKNOWN_VERB = "unknown-verb", Error, "bitsadmin has no verb of this name.", "Use one of its verbs.";
    VERB_WITHOUT_SLASH = "verb-without-slash", Error, "The slash before a verb is missing.", "Write the verb with its slash.";
    VERB_WITHOUT_FAMILY = "verb-without-family", Error, "The verb belongs to a family that is not named.", "Write the family before it.";
    MISSING_VERB = "missing-verb", Error, "A family of verbs is named and no verb of it.", "Name the verb.";
    SPACE_AFTER_SLASH = "space-after-slash", Error, "A space stands between a slash and its verb.", "Take the space out.";
    PROGRAM_NAMED_TWICE = "program-named-twice", Error, "The name of the program stands twice.", "Name it once.";
    MISSING_SEPARATOR = "missing-separator", Error, "Nothing separates two calls on one line.", "Put & between them.";
    DOUBTFUL_QUOTES = "doubtful-quotes", Warning, "Two quotation marks in a row are read in two ways.", "Write a backslash before a quotation mark inside of quotes.";
    UNKNOWN_SWITCH = "unknown-switch", Error, "The verb has no switch of this name.", "Use one of its switches.";
    MISSING_ARGUMENT = "missing-argument", Error, "An argument that the verb needs is missing.", "Write it.";
    SURPLUS_ARGUMENT = "surplus-argument", Error, "There are more arguments than the verb takes.", "Put quotation marks around a text with spaces, or take out what is too much.";
    COMMENT_AS_ARGUMENTS = "comment-as-arguments", Error, "A comment of another language stands behind a command of cmd.", "Put the comment on a line of its own, behind rem.";
    MISSING_JOB_NAME = "missing-job-name", Warning, "The name is left out, and a switch becomes the name.", "Give the job a name.";
    GUID_AS_JOB_NAME = "guid-as-job-name", Warning, "A new job is given a GUID for its name.", "Give it a name; BITS makes the GUID.";
    SWAPPED_NAMES = "swapped-names", Error, "Remote name and local name stand in each other's place.", "Swap the two.";
    UNKNOWN_WORD = "unknown-word", Error, "The argument takes one of a list of words, and this is none of them.", "Use one of the words.";
    MALFORMED_NUMBER = "malformed-number", Error, "The argument takes a number, and this is none.", "Write a number, decimal or hexadecimal with 0x.";
    NUMBER_OUT_OF_RANGE = "number-out-of-range", Warning, "The argument takes a number within limits, and this is outside of them.", "Write a number within them.";
    BITS_AS_NUMBER = "bits-as-number", Error, "Bits are written one by one where a number belongs.", "Write the number that the bits make.";
    EXPRESSION_AS_NUMBER = "expression-as-number", Error, "An expression stands where a number belongs; bitsadmin computes nothing.", "Write the result.";
    UNDEFINED_FLAGS = "undefined-flags", Error, "Bits are set that BITS does not define.", "Use the defined bits.";
    UNDEFINED_REDIRECT_POLICY = "undefined-redirect-policy", Error, "The redirect field of the security flags holds a number that BITS does not define.", "Use 0, 0x100 or 0x200.";
    MALFORMED_HASH = "malformed-hash", Error, "A certificate hash has 40 hexadecimal digits, and this has not.", "Write all 20 bytes of the hash.";
    MALFORMED_RANGES = "malformed-ranges", Error, "The list of ranges is not of the form offset:length,offset:length.", "Write offset:length, separated by commas.";
    PLACEHOLDER_AS_REDIRECTION = "placeholder-as-redirection", Error, "A placeholder in angle brackets stands in a command: the brackets redirect to and from files in cmd, and are reserved in PowerShell.", "Write the value in its place.";
    UNQUOTED_AMPERSAND = "unquoted-ampersand", Error, "An address without quotation marks ends at &: what follows is another command.", "Put quotation marks around the address.";
    CMD_VARIABLE_IN_POWERSHELL = "cmd-variable-in-powershell", Error, "A path or an address in PowerShell holds a variable in the notation of cmd, such as %TEMP%, which PowerShell takes for text.", "Write $env:TEMP, within double quotes where there are some.";
    NUL_FOR_NULL = "nul-as-notify-program", Warning, "The name of the null device stands where the word NULL means nothing.", "Write NULL.";
    SHELL_VARIABLE_AS_TEXT = "shell-variable-as-text", Error, "A path or an address holds a variable of PowerShell where nothing expands it: in cmd, or in single quotes.", "Write %NAME% in cmd, and double quotes in PowerShell.";
    MALFORMED_GUID = "malformed-guid", Error, "The argument takes a GUID in braces.", "Write the GUID in braces.";
    PERCENT_ESCAPE_IN_BATCH_FILE = "percent-escape-in-batch-file", Error, "A percent escape of an address is read as an argument of the batch file.", "Write the percent sign twice.";
}
