//! Declared parameters: `param( … )` at the head of a script or block, and the list after a function's name.

use super::Unread;
use super::letters::{is_double_quote, is_single_quote, starts_variable};
use super::reader::Reader;
use super::syntax::Parameter;
use super::wide::Wide;

impl Reader<'_> {
    /// Attributes such as `[CmdletBinding()]` and `param( … )` at the head of a block; nothing when there is none.
    pub(super) fn parameter_block(&mut self) -> Result<Vec<Parameter>, Unread> {
        let start = self.at;
        while self.sees(0, b'[') {
            // Only when `param` follows do the brackets belong to it.
            if self.attribute().is_err() || self.skip_lines().is_err() {
                self.at = start;
                return Ok(Vec::new());
            }
        }
        if !self.take_keyword("param") {
            self.at = start;
            return Ok(Vec::new());
        }
        self.skip_lines()?;
        self.parameter_list()
    }

    pub(super) fn parameter_list(&mut self) -> Result<Vec<Parameter>, Unread> {
        self.take(b'(')?;
        let mut parameters = Vec::new();
        loop {
            self.skip_lines()?;
            if self.sees(0, b')') {
                self.at += 1;
                return Ok(parameters);
            }
            parameters.push(self.declared_parameter()?);
            self.skip_lines()?;
            if self.sees(0, b',') {
                self.at += 1;
            } else if !self.sees(0, b')') {
                return self.fail("text after a parameter");
            }
        }
    }

    fn declared_parameter(&mut self) -> Result<Parameter, Unread> {
        let mut parameter = Parameter {
            name: Wide::default(),
            type_name: None,
            mandatory: false,
            default: None,
        };
        while self.sees(0, b'[') {
            let text = self.attribute()?;
            match text.split_once('(') {
                None => parameter.type_name = Some(text),
                Some((name, arguments)) if name.eq_ignore_ascii_case("Parameter") => {
                    let compact: String = arguments
                        .split_whitespace()
                        .collect::<String>()
                        .to_ascii_lowercase();
                    parameter.mandatory |=
                        compact.contains("mandatory") && !compact.contains("mandatory=$false");
                }
                Some(_) => {}
            }
            self.skip_lines()?;
        }
        if !self.sees(0, b'$') || !self.sees_class(1, starts_variable) {
            return self.fail("no parameter");
        }
        if let Some((_, name)) = self.variable_name()? {
            parameter.name = name;
        }
        let before = self.at;
        self.skip_lines()?;
        if self.sees(0, b'=') {
            self.at += 1;
            self.skip_lines()?;
            parameter.default = Some(self.expression_without_commas()?);
        } else {
            self.at = before;
        }
        Ok(parameter)
    }

    /// What stands between brackets, quotes respected; the brackets are stepped over.
    fn attribute(&mut self) -> Result<String, Unread> {
        self.take(b'[')?;
        let start = self.at;
        let mut open = 1;
        while open > 0 {
            let Some(unit) = self.peek(0) else {
                return self.fail("bracket without end");
            };
            if is_single_quote(unit) || is_double_quote(unit) {
                self.quoted()?;
                continue;
            }
            open += match u8::try_from(unit) {
                Ok(b'[') => 1,
                Ok(b']') => -1,
                _ => 0,
            };
            self.at += 1;
        }
        Ok(self.slice(start, self.at - 1).lossy())
    }
}
