//! A cache that forgets what the last build did not use.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Values by what they were computed from.
#[derive(Debug)]
pub(crate) struct Memo<V>(Mutex<Generations<V>>);

#[derive(Debug)]
struct Generations<V> {
    /// Values that the last build asked for.
    last: HashMap<String, V>,
    /// Values that this one has asked for.
    current: HashMap<String, V>,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self(Mutex::new(Generations {
            last: HashMap::new(),
            current: HashMap::new(),
        }))
    }
}

impl<V: Clone> Memo<V> {
    /// The value that belongs to a key. An error is not kept.
    pub(crate) fn get_or<E>(
        &self,
        key: &str,
        compute: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E> {
        let known = self.with(|values| {
            let value = values.current.get(key).or_else(|| values.last.get(key));
            value.cloned()
        });
        let value = known.map_or_else(compute, Ok)?;
        self.with(|values| values.current.insert(key.to_owned(), value.clone()));
        Ok(value)
    }

    /// Forgets the values that were not asked for since the last call.
    pub(crate) fn end_build(&self) {
        self.with(|values| values.last = std::mem::take(&mut values.current));
    }

    /// No lock is held while a value is computed, so nothing half-done is ever in there.
    fn with<T>(&self, act: impl FnOnce(&mut Generations<V>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{cell::Cell, convert::Infallible};

    #[test]
    fn a_value_is_computed_once_and_forgotten_after_a_build_that_did_not_ask_for_it() {
        let memo = Memo::default();
        let computed = Cell::new(0);
        let ask = |key: &str| {
            let compute = || {
                computed.set(computed.get() + 1);
                Ok::<_, Infallible>(key.len())
            };
            memo.get_or(key, compute).unwrap()
        };
        assert_eq!((ask("abc"), ask("abc"), computed.get()), (3, 3, 1));
        memo.end_build();
        assert_eq!((ask("abc"), computed.get()), (3, 1));
        memo.end_build();
        memo.end_build();
        assert_eq!((ask("abc"), computed.get()), (3, 2));
    }

    #[test]
    fn what_can_not_be_computed_is_tried_again() {
        let memo = Memo::default();
        assert_eq!(memo.get_or("a", || Err("broken")), Err("broken"));
        assert_eq!(memo.get_or("a", || Ok::<_, &str>(1)), Ok(1));
    }
}
