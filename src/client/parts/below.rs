//! What stands below the first screen of a page: drawn once that has been painted, so that a tap is answered by
//! what one sees of its answer. Nobody is hurried by it and nothing above it moves.

use leptos::prelude::*;

use super::in_turn::once_painted;

/// What is drawn then, and stays.
#[component]
pub fn Below(
    /// What stands there.
    children: Children,
) -> impl IntoView {
    let waiting = StoredValue::new_local(Some(children));
    let painted = once_painted();
    move || {
        let children = match painted.get() {
            true => waiting.try_update_value(Option::take).flatten(),
            false => None,
        };
        children.map(|children| children())
    }
}
