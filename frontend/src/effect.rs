//! What is done after the page is drawn. What an effect depends on is kept without its type: one effect or ten, the
//! page carries the same code.

use std::any::Any;
use std::rc::Rc;
use yew::prelude::*;

/// What an effect depends on.
#[derive(Clone)]
pub struct Watched(Rc<dyn Same>);

/// What takes an effect back, before its next run and at the end.
pub type Undo = Box<dyn FnOnce()>;

impl Watched {
    /// These values.
    pub fn new(values: impl PartialEq + 'static) -> Watched {
        Watched(Rc::new(values))
    }
}

impl PartialEq for Watched {
    fn eq(&self, other: &Watched) -> bool {
        self.0.same(other.0.any())
    }
}

/// A value that can be compared without its type.
pub trait Same: 'static {
    /// Whether the other one has the same type and is equal.
    fn same(&self, other: &dyn Any) -> bool;
    /// The value, without its type.
    fn any(&self) -> &dyn Any;
}

impl<T: PartialEq + 'static> Same for T {
    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<T>().is_some_and(|other| self == other)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

/// Does something after the page is drawn, the first time and whenever what is watched has changed.
#[hook]
pub fn use_watch(watched: Watched, effect: Box<dyn FnOnce() -> Undo>) {
    use_effect_with(watched, move |_: &Watched| effect());
}

/// Nothing is to be taken back.
pub fn nothing() -> Undo {
    Box::new(|| ())
}
