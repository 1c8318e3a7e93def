//! The `switch` statement.

use super::Runner;
use super::errors::{Interrupt, stuck};
use crate::powershell::syntax::{Block, Word, WordKind};
use crate::powershell::value::Value;

impl Runner<'_> {
    pub(super) fn switch(
        &mut self,
        value: Value,
        clauses: &[(Word, Block)],
        default: Option<&Block>,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        let before = self.scopes.get("_").cloned();
        for item in value.into_items() {
            let mut any = false;
            for (label, body) in clauses {
                self.scopes.set("_", item.clone());
                let matches = match &label.kind {
                    WordKind::ScriptBlock(block) => {
                        let mut found = Vec::new();
                        self.statements(&block.statements, &mut found)?;
                        Value::from_output(found).is_true()
                    }
                    WordKind::Bare(text) => self.equals(&item, &Value::Text(text.clone()), false)?,
                    _ => {
                        let label = self.eval(label)?;
                        self.equals(&item, &label, false)?
                    }
                };
                if matches {
                    any = true;
                    if self.switch_body(body, out)? {
                        return self.restore_item(before);
                    }
                }
            }
            if let (false, Some(body)) = (any, default) {
                self.scopes.set("_", item.clone());
                if self.switch_body(body, out)? {
                    return self.restore_item(before);
                }
            }
        }
        self.restore_item(before)
    }

    /// Whether the whole `switch` ends.
    fn switch_body(&mut self, body: &Block, out: &mut Vec<Value>) -> Result<bool, Interrupt> {
        match self.block(body, out) {
            Err(Interrupt::Break) => Ok(true),
            Ok(()) => Ok(false),
            Err(Interrupt::Continue) => stuck("continue in a switch"),
            Err(other) => Err(other),
        }
    }
}
