//! How much of a walk is done: in words, and as a bar.

use leptos::prelude::*;

use crate::canvass::walk::Progress;
use crate::t;

/// `14 of 24 doors left, 6 reached`.
pub fn progress_words(progress: Progress) -> String {
    let said = if progress.left == 0 {
        t!(
            "volunteer.none_left",
            n = progress.doors,
            reached = progress.reached
        )
    } else {
        t!(
            "volunteer.left",
            left = progress.left,
            n = progress.doors,
            reached = progress.reached
        )
    };
    match progress.apart {
        0 => said,
        n => t!("doors.progress_apart", said = said, n = n),
    }
}

/// The words and the bar.
#[component]
pub fn ProgressBar(
    /// Of what.
    progress: Progress,
) -> impl IntoView {
    let done = progress.doors - progress.left;
    view! {
        <div class="stack tight">
            <span class="figure">{progress_words(progress)}</span>
            <progress max=progress.doors.max(1).to_string() value=done.to_string() aria-hidden="true"></progress>
        </div>
    }
}
