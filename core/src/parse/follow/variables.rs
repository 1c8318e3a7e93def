//! Variables of a script that is followed, with a way back over what may not have run.

use std::collections::BTreeMap;

/// Variables by name. What is not there is not known.
#[derive(Debug, Clone)]
pub(super) struct Variables<V> {
    /// What is seen from where the script is read.
    values: BTreeMap<String, V>,
    /// Of each scope inside of the script's, what its own variables hide.
    scopes: Vec<BTreeMap<String, Option<V>>>,
    /// What was there before each change, while something is open that may have to be taken back.
    before: Vec<Change<V>>,
    open: usize,
}

/// What was there before a change.
#[derive(Debug, Clone)]
struct Change<V> {
    place: Place,
    /// What it held; none where it was not hidden yet.
    old: Option<Option<V>>,
}

/// A variable that is seen, or, with the number of the scope, one that a variable of that scope hides.
type Place = (Option<usize>, String);

/// How the names begin that scopes share; no script can write it.
pub(super) const SHARED: char = '\0';

/// Where a branch began.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark(usize);

impl<V> Default for Variables<V> {
    fn default() -> Variables<V> {
        Variables {
            values: BTreeMap::new(),
            scopes: Vec::new(),
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

    /// What a variable of the script holds.
    pub(super) fn outermost(&self, name: &str) -> Option<&V> {
        match self.scopes.iter().find_map(|own| own.get(name)) {
            Some(hidden) => hidden.as_ref(),
            None => self.values.get(name),
        }
    }

    /// Sets a variable of the scope that is read, or forgets it.
    pub(super) fn set(&mut self, name: &str, value: Option<V>) {
        let number = self.scopes.len().checked_sub(1);
        if let Some(own) = self.scopes.last_mut()
            && !name.starts_with(SHARED)
            && !own.contains_key(name)
        {
            own.insert(name.to_owned(), self.values.get(name).cloned());
            self.note((number, name.to_owned()), None);
        }
        self.put(name, value);
    }

    /// Sets a variable of the script, or forgets it.
    pub(super) fn set_outermost(&mut self, name: &str, value: Option<V>) {
        match self.scopes.iter().position(|own| own.contains_key(name)) {
            Some(number) => self.put_hidden(number, name, value),
            None => self.put(name, value),
        }
    }

    /// Forgets a variable in all scopes.
    pub(super) fn forget(&mut self, name: &str) {
        self.put(name, None);
        for number in 0..self.scopes.len() {
            self.put_hidden(number, name, None);
        }
    }

    /// Forgets, in all scopes, the variables that hold something of a kind.
    pub(super) fn forget_all(&mut self, is_wanted: impl Fn(&V) -> bool) {
        let seen = self.values.iter().filter(|(_, value)| is_wanted(value));
        let seen: Vec<String> = seen.map(|(name, _)| name.clone()).collect();
        for name in seen {
            self.put(&name, None);
        }
        for number in 0..self.scopes.len() {
            let own = self.scopes.get(number).into_iter().flatten();
            let hidden = own.filter(|(_, value)| value.as_ref().is_some_and(&is_wanted));
            let hidden: Vec<String> = hidden.map(|(name, _)| name.clone()).collect();
            for name in hidden {
                self.put_hidden(number, &name, None);
            }
        }
    }

    fn put(&mut self, name: &str, value: Option<V>) {
        let old = match value {
            Some(value) => self.values.insert(name.to_owned(), value),
            None => self.values.remove(name),
        };
        self.note((None, name.to_owned()), Some(old));
    }

    fn put_hidden(&mut self, number: usize, name: &str, value: Option<V>) {
        if let Some(hidden) = self.scopes.get_mut(number).and_then(|own| own.get_mut(name)) {
            let old = std::mem::replace(hidden, value);
            self.note((Some(number), name.to_owned()), Some(old));
        }
    }

    fn note(&mut self, place: Place, old: Option<Option<V>>) {
        if self.open > 0 {
            self.before.push(Change { place, old });
        }
    }

    /// How many variables are known.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// The names of the variables that are known.
    pub(super) fn names(&self) -> Vec<String> {
        self.values.keys().cloned().collect()
    }

    /// What follows has variables of its own.
    pub(super) fn enter(&mut self) {
        self.scopes.push(BTreeMap::new());
    }

    /// What had variables of its own is over: what they hid is seen again.
    pub(super) fn leave(&mut self) {
        for (name, hidden) in self.scopes.pop().unwrap_or_default() {
            self.put(&name, hidden);
        }
    }

    /// Whether the script itself is read, and nothing with variables of its own.
    pub(super) fn is_outermost(&self) -> bool {
        self.scopes.is_empty()
    }

    /// What follows may be taken back.
    pub(super) fn begin(&mut self) -> Mark {
        self.open = self.open.saturating_add(1);
        Mark(self.before.len())
    }

    /// What followed the mark may have run or not: of each variable that it changed, what it held then and what it
    /// holds now say what is left.
    pub(super) fn doubt(&mut self, mark: Mark, settled: impl Fn(Option<&V>, Option<&V>) -> Option<V>) {
        let first = self.first(mark);
        for ((number, name), old) in &first {
            // What was not hidden then was seen.
            let seen = || first.get(&(None, name.clone())).cloned().flatten();
            let then = old.clone().or_else(seen).flatten();
            let hidden = match number {
                None => None,
                Some(number) => match self.scopes.get(*number).and_then(|own| own.get(name)) {
                    // Of a scope that is over.
                    None => continue,
                    hidden => hidden,
                },
            };
            let now = hidden.map_or_else(|| self.values.get(name), Option::as_ref);
            if now != then.as_ref() {
                let left = settled(then.as_ref(), now);
                match number {
                    None => self.put(name, left),
                    Some(number) => self.put_hidden(*number, name, left),
                }
            }
        }
        self.open = self.open.saturating_sub(1);
        if self.open == 0 {
            self.before.clear();
        }
    }

    /// All variables.
    pub(super) const fn values(&self) -> &BTreeMap<String, V> {
        &self.values
    }

    /// The variables that were changed, with what they held at the mark.
    pub(super) fn changed(&self, mark: Mark) -> BTreeMap<String, Option<V>> {
        let seen = self.first(mark).into_iter();
        seen.filter(|((number, _), _)| number.is_none())
            .map(|((_, name), old)| (name, old.flatten()))
            .collect()
    }

    /// What is seen and was changed behind the mark, with what it held then.
    pub(super) fn since(&self, mark: Mark) -> Vec<(String, Option<V>)> {
        let first = self.first(mark).into_iter();
        let seen = first.filter(|((number, _), _)| number.is_none());
        seen.map(|((_, name), old)| (name, old.flatten())).collect()
    }

    /// The first change of each behind the mark.
    fn first(&self, mark: Mark) -> BTreeMap<Place, Option<Option<V>>> {
        let mut first = BTreeMap::new();
        for change in self.before.get(mark.0..).unwrap_or(&[]) {
            first
                .entry(change.place.clone())
                .or_insert_with(|| change.old.clone());
        }
        first
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
    fn what_a_scope_has_of_its_own_hides_and_is_over_with_it() {
        let mut variables = Variables::default();
        variables.set("a", Some(1));
        variables.set("b", Some(2));
        variables.enter();
        assert_eq!(variables.outermost("a"), Some(&1));
        variables.set("a", Some(3));
        variables.set("\0", Some(4));
        variables.enter();
        variables.set("a", Some(5));
        variables.set_outermost("a", Some(6));
        variables.set_outermost("c", Some(7));
        assert_eq!(variables.outermost("a"), Some(&6));
        assert_eq!(held(&variables), [("\0", 4), ("a", 5), ("b", 2), ("c", 7)]);
        variables.leave();
        assert_eq!(held(&variables), [("\0", 4), ("a", 3), ("b", 2), ("c", 7)]);
        variables.forget_all(|value| *value == 6 || *value == 7);
        variables.leave();
        assert!(variables.is_outermost());
        assert_eq!(held(&variables), [("\0", 4), ("b", 2)]);
    }

    #[test]
    fn what_a_branch_changes_further_out_is_in_doubt() {
        // In which order a variable of the scope and the one that it hides are set.
        for is_hidden_first in [true, false] {
            let mut variables = Variables::default();
            variables.set("a", Some(1));
            variables.enter();
            let mark = variables.begin();
            if is_hidden_first {
                variables.set("a", Some(2));
            }
            variables.set_outermost("a", Some(3));
            variables.set("a", Some(2));
            variables.enter();
            variables.set("a", Some(4));
            variables.leave();
            variables.doubt(mark, settled);
            assert_eq!(held(&variables), []);
            variables.set("a", Some(5));
            variables.leave();
            assert_eq!(held(&variables), [], "{is_hidden_first}");
            assert!(variables.before.is_empty());
        }
    }
}
