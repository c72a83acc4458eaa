//! Work that does not hang on other work, done at the same time: a merge's files, and what they are made from.

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread::{available_parallelism, scope};

use crate::locales::{speak, spoken};

/// Both of these.
pub(super) fn both<A: Send, B>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    // What is spoken is a thread's own.
    let language = spoken();
    scope(|scope| {
        let one = scope.spawn(move || {
            speak(language);
            one()
        });
        let other = other();
        (
            one.join().unwrap_or_else(|panic| resume_unwind(panic)),
            other,
        )
    })
}

/// The same of each of many, what takes longest first; in their order.
pub(super) fn each<T: Send + Sync + Copy, A: Send>(
    all: &[T],
    make: impl Fn(T) -> A + Sync,
) -> Vec<A> {
    let waiting = Mutex::new(all.iter().copied().enumerate());
    let next = || waiting.lock().ok()?.next();
    let work = || {
        let each = std::iter::from_fn(next);
        each.map(|(place, one)| (place, make(one)))
            .collect::<Vec<_>>()
    };
    let several = available_parallelism().is_ok_and(|processors| processors.get() > 1);
    let mut made = match several {
        true => {
            let (mut made, others) = both(work, work);
            made.extend(others);
            made
        }
        false => work(),
    };
    made.sort_by_key(|(place, _)| *place);
    made.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_at_once_stands_in_the_order_it_was_asked_for() {
        let all: Vec<u64> = (0..1_000).collect();
        assert_eq!(
            each(&all, |n| n * 2),
            (0..1_000).map(|n| n * 2).collect::<Vec<_>>()
        );
        assert_eq!(both(|| "one", || 2), ("one", 2));
    }
}
