//! How the command fails.

use std::io;

/// Why the command ends early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is bad, or a file cannot be read or written: exit code 1.
    Input(String),
    /// Wrong usage: exit code 2.
    Usage(String),
    /// The reader of the output is gone, which is not an error.
    OutputClosed,
}

impl Failure {
    /// Prints the message, if there is one, and returns the exit code.
    pub(crate) fn report(self) -> u8 {
        let (message, code) = match self {
            Self::Input(message) => (message, 1),
            Self::Usage(message) => (message, 2),
            Self::OutputClosed => return 0,
        };
        eprint(&format!("error: {message}\n"));
        code
    }
}

/// Errors of writing to standard output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::Input(format!("cannot write the output: {error}")),
        }
    }
}

/// Prints a note to the user.
pub(crate) fn note(text: &str) {
    eprint(&format!("note: {text}\n"));
}

/// Writes to standard error; if that is closed, the message is lost.
fn eprint(text: &str) {
    let _ = io::Write::write_all(&mut io::stderr(), text.as_bytes());
}
