//! Which statements run whenever another one runs.

/// Branches of a script: the bodies of conditions, what stands behind a label.
#[derive(Debug, Clone)]
pub(super) struct Branches {
    /// By number, the branch that each stands in; `None` where it stands in none, or is come to by a jump.
    around: Vec<Option<Branch>>,
    now: Branch,
}

/// A branch, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parse) struct Branch(usize);

/// How deep branches stand inside of each other that are still told apart.
const DEEPEST: usize = 64;

impl Branches {
    /// Nothing but the script itself.
    pub(super) fn new() -> Branches {
        Branches {
            around: vec![None],
            now: Branch(0),
        }
    }

    /// The branch that is read now.
    pub(super) fn now(&self) -> Branch {
        self.now
    }

    /// Goes into a branch; what to go back to.
    pub(super) fn enter(&mut self) -> Branch {
        let before = self.now;
        self.begin(Some(before));
        before
    }

    /// Goes back.
    pub(super) fn leave(&mut self, before: Branch) {
        self.now = before;
    }

    /// A label: nobody knows what ran before.
    pub(super) fn label(&mut self) {
        self.begin(None);
    }

    fn begin(&mut self, around: Option<Branch>) {
        self.now = Branch(self.around.len());
        self.around.push(around);
    }

    /// Whether what is read now runs only behind what stands in a branch.
    pub(super) fn is_behind(&self, branch: Branch) -> bool {
        let outward = std::iter::successors(Some(self.now), |inner| {
            self.around.get(inner.0).copied().flatten()
        });
        outward.take(DEEPEST).any(|around| around == branch)
    }
}
