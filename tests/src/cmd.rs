//! A model of how cmd.exe reads a batch file and the lines typed at its prompt.
//!
//! It follows cmd's own order: percent signs first, line by line; then quotes, carets and special
//! characters; then the splitting into commands. It reads, it does not run: variables have the values of the
//! [`Context`] from beginning to end. What it does not know for certain is an error, never a guess.
//! Command extensions are on, delayed expansion is off.

mod percent;
mod quoters;
mod reader;
mod report;

use std::collections::BTreeMap;
use std::fmt;

pub use quoters::{FAULTY, Quoter, good_argument, good_batch, good_prompt};
pub use report::{Report, check_argument_quoter, check_batch_quoter, check_prompt_quoter, short_strings};

/// What cmd knows while it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The environment; names in upper case.
    pub variables: BTreeMap<String, String>,
    /// `%0` and the arguments of the batch file.
    pub arguments: Vec<String>,
    /// The value of every name that is not in `variables`; without it such a name is undefined.
    pub unknown: Option<String>,
    /// The values of loop variables inside the body of a `for`.
    pub loop_values: BTreeMap<char, String>,
}

impl Default for Context {
    fn default() -> Self {
        let variables = [
            ("CD", "C:\\work"),
            ("CMDCMDLINE", "cmd.exe"),
            ("CMDEXTVERSION", "2"),
            ("DATE", "Tue 03/04/2025"),
            ("ERRORLEVEL", "0"),
            ("HIGHESTNUMANODENUMBER", "0"),
            ("PATH", "C:\\Windows\\system32;C:\\Windows"),
            ("RANDOM", "12345"),
            ("SYSTEMDRIVE", "C:"),
            ("SYSTEMROOT", "C:\\Windows"),
            ("TEMP", "C:\\Users\\alex\\Temp"),
            ("TIME", "10:11:12.13"),
            ("USERNAME", "alex"),
            ("USERPROFILE", "C:\\Users\\alex"),
            ("WINDIR", "C:\\Windows"),
            ("=C:", "C:\\work"),
        ];
        Self {
            variables: variables
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect(),
            arguments: vec!["C:\\work\\job.cmd".to_owned()],
            unknown: None,
            loop_values: BTreeMap::new(),
        }
    }
}

impl Context {
    /// The same context with one more variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_uppercase(), value.to_owned());
        self
    }

    /// The same context with a value for a loop variable.
    #[must_use]
    pub fn with_loop(mut self, name: char, value: &str) -> Self {
        self.loop_values.insert(name, value.to_owned());
        self
    }

    /// The same context with one more argument of the batch file.
    #[must_use]
    pub fn with_argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.variables
            .get(&name.to_uppercase())
            .map(String::as_str)
            .or(self.unknown.as_deref())
    }
}

/// Why a text was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The line, counted from 1.
    pub row: usize,
    /// What cmd would reject or what this model does not know.
    pub reason: String,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.row, self.reason)
    }
}

impl std::error::Error for Unread {}

/// How a command is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connector {
    /// It is the first of its line.
    First,
    /// `&`
    Then,
    /// `&&`
    OnSuccess,
    /// `||`
    OnFailure,
    /// `|`
    Pipe,
}

/// A redirection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirection {
    /// The handle that is redirected.
    pub handle: u8,
    /// `<`, `>`, `>>`, `<&` or `>&`.
    pub operator: String,
    /// The file or the other handle, without quotes.
    pub target: String,
}

/// One command with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The command word as cmd reads it, quotes included.
    pub word: String,
    /// The whole command line as the program receives it.
    pub line: String,
    /// Its own redirections.
    pub redirections: Vec<Redirection>,
    /// The line of the text, counted from 1.
    pub row: usize,
}

impl Command {
    /// The name of the program or command: no folder, no quotes, no extension, lower case.
    #[must_use]
    pub fn name(&self) -> String {
        let plain = self.word.replace('"', "").to_lowercase();
        let file = plain.rsplit(['\\', '/']).next().unwrap_or_default();
        let name = [".exe", ".com", ".cmd", ".bat"]
            .iter()
            .find_map(|end| file.strip_suffix(end));
        name.unwrap_or(file).to_owned()
    }

    /// What follows the command word.
    #[must_use]
    pub fn rest(&self) -> &str {
        self.line.strip_prefix(self.word.as_str()).unwrap_or_default()
    }
}

/// A part of what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// `:name`
    Label(String),
    /// `rem …`
    Remark,
    /// A program or an internal command.
    Run(Command),
    /// `( … )`
    Block {
        /// The commands inside.
        body: Vec<Link>,
        /// Redirections of the whole block.
        redirections: Vec<Redirection>,
    },
    /// `if …`
    If {
        /// The words of the condition.
        condition: Vec<String>,
        /// What runs when it holds.
        then: Vec<Link>,
        /// What runs when it does not.
        otherwise: Vec<Link>,
    },
    /// `for …`
    For {
        /// The switch with its options, such as `/f "delims="`.
        options: Vec<String>,
        /// The letter of the loop variable.
        variable: char,
        /// What stands between the parentheses.
        set: String,
        /// The command inside the set of a `for /f`, read as a second cmd reads it.
        source: Vec<Link>,
        /// What is run each time.
        body: Vec<Link>,
    },
}

/// A part with its connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// How it is joined to the part before it.
    pub connector: Connector,
    /// The part.
    pub node: Node,
}

/// What cmd makes of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The parts in order.
    pub links: Vec<Link>,
}

impl Reading {
    /// All commands in the order of the text, also those inside blocks, conditions and loops.
    #[must_use]
    pub fn commands(&self) -> Vec<&Command> {
        let mut found = Vec::new();
        collect(&self.links, &mut found);
        found
    }

    /// The commands that run the program or internal command of this name.
    #[must_use]
    pub fn calls_of(&self, name: &str) -> Vec<&Command> {
        self.commands()
            .into_iter()
            .filter(|command| command.name() == name)
            .collect()
    }

    /// The names of the labels in order.
    #[must_use]
    pub fn labels(&self) -> Vec<&str> {
        let name = |link| match link {
            &Link {
                node: Node::Label(ref name),
                ..
            } => Some(name.as_str()),
            _ => None,
        };
        self.links.iter().filter_map(name).collect()
    }
}

fn collect<'a>(links: &'a [Link], found: &mut Vec<&'a Command>) {
    for link in links {
        match &link.node {
            Node::Label(_) | Node::Remark => {}
            Node::Run(command) => found.push(command),
            Node::Block { body, .. } => collect(body, found),
            Node::If { then, otherwise, .. } => {
                collect(then, found);
                collect(otherwise, found);
            }
            Node::For { source, body, .. } => {
                collect(source, found);
                collect(body, found);
            }
        }
    }
}

/// Reads a batch file in the default context.
///
/// # Errors
/// When cmd would reject the text or the model does not know what cmd does with it.
pub fn batch(text: &str) -> Result<Reading, Unread> {
    batch_in(text, &Context::default())
}

/// Reads a batch file.
///
/// # Errors
/// When cmd would reject the text or the model does not know what cmd does with it.
pub fn batch_in(text: &str, context: &Context) -> Result<Reading, Unread> {
    reader::read(text, percent::Mode::Batch, context)
}

/// Reads lines typed at the prompt in the default context.
///
/// # Errors
/// When cmd would reject the text or the model does not know what cmd does with it.
pub fn prompt(text: &str) -> Result<Reading, Unread> {
    prompt_in(text, &Context::default())
}

/// Reads lines typed at the prompt.
///
/// # Errors
/// When cmd would reject the text or the model does not know what cmd does with it.
pub fn prompt_in(text: &str, context: &Context) -> Result<Reading, Unread> {
    reader::read(text, percent::Mode::Prompt, context)
}
