//! Cmdlets that choose, order, count and print objects.

use super::Runner;
use super::builtins::argument;
use super::errors::{Interrupt, stuck};
use crate::powershell::binder::BoundCall;
use crate::powershell::value::Value;
use std::cmp::Ordering;

impl Runner<'_> {
    pub(super) fn selection(&mut self, call: &BoundCall, out: &mut Vec<Value>) -> Result<(), Interrupt> {
        let items = match argument(call, "InputObject") {
            Value::Null => Vec::new(),
            other => other.into_items(),
        };
        match call.cmdlet.as_str() {
            "ForEach-Object" => self.for_each(call, items, out),
            "Where-Object" => {
                let filter = argument(call, "FilterScript");
                for item in items {
                    let mut found = Vec::new();
                    self.with_item(&filter, &item, &mut found)?;
                    if Value::from_output(found).is_true() {
                        out.push(item);
                    }
                }
                Ok(())
            }
            "Select-Object" => self.select(call, items, out),
            "Sort-Object" => self.sort(call, items, out),
            "Measure-Object" => self.measure(call, items, out),
            _ => self.print_list(call, items, out),
        }
    }

    /// Runs a block with `$_` set, in the scope of the caller.
    fn with_item(&mut self, block: &Value, item: &Value, out: &mut Vec<Value>) -> Result<(), Interrupt> {
        let Value::Block(block) = block else {
            return stuck("block wanted");
        };
        let before = self.scopes.get("_").cloned();
        self.scopes.set("_", item.clone());
        let result = self.statements(&block.statements, out);
        self.restore_item(before)?;
        match result {
            Err(Interrupt::Return) => Ok(()),
            Err(Interrupt::Break | Interrupt::Continue) => stuck("break or continue in a pipeline"),
            result => result,
        }
    }

    fn for_each(
        &mut self,
        call: &BoundCall,
        items: Vec<Value>,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        if let Some(begin) = call.get("Begin") {
            self.with_item(begin, &Value::Null, out)?;
        }
        let blocks = match argument(call, "Process") {
            Value::Null => Vec::new(),
            other => other.into_items(),
        };
        for item in items {
            for block in &blocks {
                self.with_item(block, &item, out)?;
            }
        }
        match call.get("End") {
            Some(end) => self.with_item(end, &Value::Null, out),
            None => Ok(()),
        }
    }

    fn select(&mut self, call: &BoundCall, items: Vec<Value>, out: &mut Vec<Value>) -> Result<(), Interrupt> {
        let count = |name: &str| match call.get(name) {
            Some(Value::Int(count)) => usize::try_from(*count).ok(),
            _ => None,
        };
        if call.get("Index").is_some() || call.get("ExcludeProperty").is_some() {
            return stuck("Select-Object with this parameter");
        }
        let mut items = items;
        items.drain(..count("Skip").unwrap_or(0).min(items.len()));
        if let Some(first) = count("First") {
            items.truncate(first);
        }
        if let Some(last) = count("Last") {
            items.drain(..items.len().saturating_sub(last));
        }
        let mut all = Vec::new();
        for item in items {
            if let Some(name) = call.get("ExpandProperty") {
                match self.property(&item, &name.to_text())? {
                    Some(value) => all.extend(value.into_items()),
                    None => return stuck(format!("no property {} to expand", name.to_text())),
                }
            } else if let Some(properties) = call.get("Property") {
                let mut fields = Vec::new();
                for property in properties.clone().into_items() {
                    fields.push(self.named_property(&property, &item)?);
                }
                let fields = fields
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.clone()))
                    .collect();
                all.push(Value::object(
                    "System.Management.Automation.PSCustomObject",
                    fields,
                ));
            } else {
                all.push(item);
            }
        }
        if call.is_on("Unique") {
            let mut seen: Vec<Value> = Vec::new();
            for item in all {
                let mut known = false;
                for one in &seen {
                    known |= self.equals(one, &item, true)?;
                }
                if !known {
                    seen.push(item);
                }
            }
            all = seen;
        }
        out.extend(all);
        Ok(())
    }

    /// A property by its name, or calculated: `@{ Name = …; Expression = { … } }`.
    fn named_property(&mut self, property: &Value, item: &Value) -> Result<(String, Value), Interrupt> {
        match property {
            Value::Table(table) => {
                let table = table.borrow();
                let get = |name: &str| table.get(&Value::text(name)).cloned();
                let name = get("Name")
                    .or(get("Label"))
                    .map(|name| name.to_text())
                    .unwrap_or_default();
                let block = get("Expression").unwrap_or(Value::Null);
                drop(table);
                let mut found = Vec::new();
                match &block {
                    Value::Block(_) => self.with_item(&block, item, &mut found)?,
                    other => found.push(self.property(item, &other.to_text())?.unwrap_or(Value::Null)),
                }
                Ok((name, Value::from_output(found)))
            }
            Value::Block(_) => {
                let mut found = Vec::new();
                self.with_item(property, item, &mut found)?;
                Ok((String::new(), Value::from_output(found)))
            }
            name => {
                let name = name.to_text();
                if name.contains(['*', '?']) {
                    return stuck("property by pattern");
                }
                let value = self.member(item, &name)?;
                Ok((name, value))
            }
        }
    }

    fn sort(&mut self, call: &BoundCall, items: Vec<Value>, out: &mut Vec<Value>) -> Result<(), Interrupt> {
        let properties = match argument(call, "Property") {
            Value::Null => Vec::new(),
            other => other.into_items(),
        };
        let mut keyed: Vec<(Vec<Value>, Value)> = Vec::new();
        for item in items {
            let mut keys = Vec::new();
            for property in &properties {
                keys.push(self.named_property(property, &item)?.1);
            }
            if properties.is_empty() {
                keys.push(item.clone());
            }
            // Insertion keeps equal items in their order.
            let mut place = keyed.len();
            while place > 0 {
                let order = self.order_keys(&keyed[place - 1].0, &keys)?;
                let order = if call.is_on("Descending") {
                    order.reverse()
                } else {
                    order
                };
                if order != Ordering::Greater {
                    break;
                }
                place -= 1;
            }
            keyed.insert(place, (keys, item));
        }
        if call.is_on("Unique") {
            let mut kept: Vec<(Vec<Value>, Value)> = Vec::new();
            for pair in keyed {
                let repeats = match kept.last() {
                    Some(last) => self.order_keys(&last.0, &pair.0)? == Ordering::Equal,
                    None => false,
                };
                if !repeats {
                    kept.push(pair);
                }
            }
            keyed = kept;
        }
        out.extend(keyed.into_iter().map(|(_, item)| item));
        Ok(())
    }

    fn order_keys(&mut self, left: &[Value], right: &[Value]) -> Result<Ordering, Interrupt> {
        for (left, right) in left.iter().zip(right) {
            let order = match (left, right) {
                (Value::Null, Value::Null) => Ordering::Equal,
                (Value::Null, _) => Ordering::Less,
                (_, Value::Null) => Ordering::Greater,
                (Value::Guid(left), Value::Guid(right)) => left.cmp(right),
                (left, right) => self.order(left, right, false)?,
            };
            if order != Ordering::Equal {
                return Ok(order);
            }
        }
        Ok(Ordering::Equal)
    }

    fn measure(
        &mut self,
        call: &BoundCall,
        items: Vec<Value>,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        let count = items.len() as i128;
        let mut sum = Value::Null;
        if call.is_on("Minimum") || call.is_on("Maximum") {
            return stuck("Measure-Object -Minimum");
        }
        if call.is_on("Sum") {
            sum = Value::Double(0.0);
            for item in items {
                let value = match call.get("Property") {
                    Some(name) => self.member(&item, &name.to_text())?,
                    None => item,
                };
                sum = self.arithmetic("Plus", sum, value)?;
            }
        }
        let fields = vec![
            ("Count", Value::Int(count)),
            ("Sum", sum),
            ("Average", Value::Null),
        ];
        out.push(Value::object(
            "Microsoft.PowerShell.Commands.GenericMeasureInfo",
            fields,
        ));
        Ok(())
    }

    /// `Format-List` and `Format-Table`: one text for each object.
    fn print_list(
        &mut self,
        call: &BoundCall,
        items: Vec<Value>,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        for item in items {
            let properties = match (call.get("Property"), &item) {
                (Some(names), _) => names.clone().into_items(),
                (None, Value::Object(object)) => object
                    .borrow()
                    .properties
                    .iter()
                    .map(|(name, _)| Value::text(name))
                    .collect(),
                (None, Value::Host(host)) => return stuck(format!("all properties of {}", host.kind)),
                (None, other) => {
                    out.push(Value::Text(other.to_wide()));
                    continue;
                }
            };
            let mut lines = Vec::new();
            for property in properties {
                let (name, value) = self.named_property(&property, &item)?;
                let text = match &value {
                    Value::List(items) => {
                        format!(
                            "{{{}}}",
                            items.iter().map(Value::to_text).collect::<Vec<_>>().join(", ")
                        )
                    }
                    other => other.to_text(),
                };
                lines.push(format!("{name} : {text}"));
            }
            out.push(Value::text(&lines.join("\r\n")));
        }
        Ok(())
    }
}
