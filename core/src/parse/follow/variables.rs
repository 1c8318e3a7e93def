//! Variables of a script that is followed, with a way back over what may not have run.

use std::collections::BTreeMap;

/// Variables by name. What is not there is not known.
#[derive(Debug, Clone)]
pub(super) struct Variables<V> {
    values: BTreeMap<String, V>,
    /// What was there before each change, while something is open that may have to be taken back.
    before: Vec<(String, Option<V>)>,
    open: usize,
}

/// Where a branch began.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark(usize);

impl<V> Default for Variables<V> {
    fn default() -> Variables<V> {
        Variables {
            values: BTreeMap::new(),
            before: Vec::new(),
            open: 0,
        }
    }
}

impl<V: Clone + PartialEq> Variables<V> {
    /// What a variable holds.
    pub(super) fn get(&self, name: &str) -> Option<&V> {
        self.values.get(name)
    }

    /// Sets a variable, or forgets it.
    pub(super) fn set(&mut self, name: &str, value: Option<V>) {
        let old = match value {
            Some(value) => self.values.insert(name.to_owned(), value),
            None => self.values.remove(name),
        };
        if self.open > 0 {
            self.before.push((name.to_owned(), old));
        }
    }

    /// What follows may be taken back.
    pub(super) fn begin(&mut self) -> Mark {
        self.open = self.open.saturating_add(1);
        Mark(self.before.len())
    }

    /// What followed the mark may have run or not: of each variable that it changed, what it held then and what it
    /// holds now say what is left.
    pub(super) fn doubt(&mut self, mark: Mark, settled: impl Fn(Option<&V>, Option<&V>) -> Option<V>) {
        for (name, then) in self.changed(mark) {
            let now = self.values.get(&name);
            if now != then.as_ref() {
                let left = settled(then.as_ref(), now);
                self.set(&name, left);
            }
        }
        self.close();
    }

    /// What followed the mark is over: everything is as it was.
    pub(super) fn restore(&mut self, mark: Mark) {
        for (name, old) in self.changed(mark) {
            self.set(&name, old);
        }
        self.close();
    }

    /// The variables that were changed, with what they held at the mark.
    fn changed(&self, mark: Mark) -> BTreeMap<String, Option<V>> {
        let mut first = BTreeMap::new();
        for (name, old) in self.before.get(mark.0..).unwrap_or(&[]) {
            first.entry(name.clone()).or_insert_with(|| old.clone());
        }
        first
    }

    fn close(&mut self) {
        self.open = self.open.saturating_sub(1);
        if self.open == 0 {
            self.before.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(variables: &Variables<u32>) -> Vec<(&str, u32)> {
        let all = variables.values.iter();
        all.map(|(name, value)| (name.as_str(), *value)).collect()
    }

    /// Values over 100 stay, the new one first.
    fn settled(then: Option<&u32>, now: Option<&u32>) -> Option<u32> {
        let stays = |value: Option<&u32>| value.copied().filter(|value| *value > 100);
        stays(now).or(stays(then))
    }

    #[test]
    fn what_a_branch_changes_is_in_doubt() {
        let mut variables = Variables::default();
        for (name, value) in [("a", 1), ("b", 2), ("c", 101), ("d", 4)] {
            variables.set(name, Some(value));
        }
        let outer = variables.begin();
        variables.set("a", Some(9));
        let inner = variables.begin();
        variables.set("b", Some(9));
        variables.set("b", Some(2));
        variables.set("c", Some(3));
        variables.set("e", Some(105));
        variables.set("f", Some(6));
        variables.doubt(inner, settled);
        assert_eq!(
            held(&variables),
            [("a", 9), ("b", 2), ("c", 101), ("d", 4), ("e", 105)]
        );
        variables.doubt(outer, settled);
        assert_eq!(held(&variables), [("b", 2), ("c", 101), ("d", 4), ("e", 105)]);
        assert!(variables.before.is_empty());
    }

    #[test]
    fn what_is_over_leaves_no_trace() {
        let mut variables = Variables::default();
        variables.set("a", Some(1));
        let mark = variables.begin();
        variables.set("a", None);
        variables.set("b", Some(200));
        variables.restore(mark);
        assert_eq!(held(&variables), [("a", 1)]);
    }
}
