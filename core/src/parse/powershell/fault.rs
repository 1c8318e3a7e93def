//! What is wrong with a script.

use crate::span::Span;

/// Something that PowerShell does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub problem: &'static Problem,
    /// Where.
    pub span: Span,
}

/// A kind of fault.
#[derive(Debug, PartialEq, Eq)]
pub struct Problem {
    /// The engine's name of it.
    pub id: &'static str,
    /// A sentence.
    pub sentence: &'static str,
}

macro_rules! problems {
    ($($name:ident = $id:literal, $sentence:literal;)*) => {
        $(
            #[doc = $sentence]
            pub(super) static $name: Problem = Problem { id: $id, sentence: $sentence };
        )*
    };
}

problems! {
    STRING_OPEN = "TerminatorExpectedAtEndOfString", "A string is not closed.";
    COMMENT_OPEN = "MissingTerminatorMultiLineComment", "A block comment is not closed: `#>` is missing.";
    HERE_HEADER = "UnexpectedCharactersAfterHereStringHeader", "Behind the opening of a here-string the line must end.";
    TOKEN = "UnexpectedToken", "This does not belong here.";
    UNRECOGNIZED = "UnrecognizedToken", "`@` must be followed by a name, a quote, `(` or `{`.";
    DUPLICATE_KEY = "DuplicateKeyInHashLiteral", "A hashtable has this key already.";
    PARENTHESIS_OPEN = "MissingEndParenthesisInExpression", "A parenthesis is not closed.";
    SUBEXPRESSION_OPEN = "MissingEndParenthesisInSubexpression", "`$(` or `@(` is not closed.";
    CALL_OPEN = "MissingEndParenthesisInMethodCall", "The parenthesis of a call is not closed.";
    BRACE_OPEN = "MissingEndCurlyBrace", "A brace is not closed.";
    EQUALS = "MissingEqualsInHashLiteral", "Behind a key of a hashtable `=` is missing.";
    HASH_OPEN = "IncompleteHashLiteral", "A hashtable is not closed.";
    HASH_VALUE = "MissingStatementInHashLiteral", "A key of a hashtable has no value.";
    OPERAND = "MissingExpressionAfterOperator", "An operator has nothing to work on.";
    TOKEN_OPERAND = "MissingExpressionAfterToken", "An expression is missing here.";
    PARAMETER_ARGUMENT = "ParameterRequiresArgument", "Behind the colon of a parameter its value is missing.";
    ARGUMENT = "MissingArgument", "An argument is missing before this comma.";
    EXPRESSION = "MissingExpression", "Something is missing behind this.";
    EXPECTED = "ExpectedExpression", "An expression is missing in these parentheses.";
    VALUE = "ExpectedValueExpression", "The value of an assignment is missing.";
    TARGET = "InvalidLeftHandSide", "Only variables, members and elements can be assigned to.";
    INCREMENT = "OperatorRequiresVariableOrProperty", "`++` and `--` work on variables, members and elements only.";
    INDEX = "MissingArrayIndexExpression", "The index is missing.";
    BRACKET_OPEN = "MissingEndSquareBracket", "A square bracket is not closed.";
    ATTRIBUTE_OPEN = "EndSquareBracketExpectedAtEndOfAttribute", "The square bracket of a type is not closed.";
    TYPE = "MissingTypename", "The name of a type is missing.";
    ATTRIBUTE = "UnexpectedAttribute", "An attribute must stand before a variable or a parameter.";
    VARIABLE = "InvalidVariableReference", "A variable without a name.";
    VARIABLE_DRIVE = "InvalidVariableReferenceWithDrive", "A variable's name ends at a colon: write `${name}` before a colon that is text.";
    VARIABLE_OPEN = "IncompleteVariableReference", "`${` is not closed.";
    VARIABLE_BRACE = "OpenBraceNeedsToBeBackTickedInVariableName", "A brace in a variable's name needs a backtick.";
    VARIABLE_EMPTY = "EmptyVariableReference", "`${}` names no variable.";
    SPLAT = "SplattingNotPermitted", "`@name` hands parameters to a command; it is no value.";
    FILE = "MissingFileSpecification", "The file of a redirection is missing.";
    INPUT = "RedirectionNotSupported", "`<` is reserved.";
    STREAM = "InvalidRedirectionToStream", "Streams can be merged into the output only.";
    ONLY_FIRST = "ExpressionsMustBeFirstInPipeline", "A value can stand at the start of a pipeline only.";
    EMPTY_PIPE = "EmptyPipeElement", "A pipe leads to nothing or comes from nothing.";
    CHAIN_51 = "InvalidEndOfLine", "`&&` and `||` between commands came with PowerShell 7.";
    BACKGROUND_51 = "AmpersandNotAllowed", "`&` behind a command came with PowerShell 6; in Windows PowerShell an address with `&` needs quotes.";
    PROPERTY = "MissingPropertyName", "The name of a member is missing.";
    UNICODE = "InvalidUnicodeEscapeSequence", "`u must be followed by a number in braces.";
    PARENTHESIS_KEYWORD = "MissingOpenParenthesisAfterKeyword", "Behind this keyword `(` is missing.";
    CONDITION_CLOSE = "MissingEndParenthesisAfterStatement", "The parenthesis of this statement is not closed.";
    CONDITION = "MissingExpressionAfterToken", "The condition is missing.";
    BLOCK = "MissingStatementBlock", "The block of this statement is missing.";
    LOOP_END = "MissingWhileOrUntilInDoWhile", "Behind `do { … }` stands `while` or `until`.";
    LOOP_VARIABLE = "MissingVariableNameAfterForeach", "The variable of `foreach` is missing.";
    LOOP_IN = "MissingInInForeach", "`in` is missing.";
    SWITCH_CLAUSE = "MissingSwitchStatementClause", "A clause of `switch` is missing.";
    CATCH = "MissingCatchOrFinally", "`try` needs `catch` or `finally`.";
    FUNCTION_NAME = "MissingNameAfterKeyword", "The name is missing.";
    FUNCTION_PARAMETER = "MissingEndParenthesisInFunctionParameterList", "The list of parameters is not closed.";
    USING = "MissingNameAfterKeyword", "What is to be used is missing.";
    KEYWORD = "ReservedKeywordNotAllowed", "This keyword is not read.";
    TOO_DEEP = "ScriptTooComplicated", "This is nested too deep to be read.";
}
