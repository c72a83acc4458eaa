//! What every page of the evening has: the status line, one heading that takes the focus, the
//! line to undo by, and the bottom bar.

use leptos::html;
use leptos::prelude::*;

use super::bottom_bar::{BottomBar, Place};
use super::evening::Evening;
use super::status_line::{NotSavedBanner, StatusLine};
use super::undo_line::UndoLine;
use crate::client::phone::Phone;
use crate::client::told::Repair;
use crate::t;

/// What stands on every page besides, where something does; from context.
#[derive(Clone, Copy, Debug)]
pub struct Beside(pub Callback<(), AnyView>);

/// The frame of a page.
#[component]
pub fn Page(
    /// What the window is called. It shows on a locked phone and in the history: never a door,
    /// a name or a place.
    title: String,
    /// Where in the bottom bar it belongs.
    at: Place,
    /// What it holds: a [`Heading`] first.
    children: Children,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    // Pages may be opened before anything provided one: each then has its own.
    let evening = use_context::<Evening>().unwrap_or_default();
    provide_context(evening);
    evening.taps.listen();
    set_title(&title);
    let beside = use_context::<Beside>();
    let practice = move || {
        let membership = phone.membership().get();
        membership.is_some_and(|membership| membership.practice)
    };
    view! {
        <div class="page" class:practice=practice>
            <NotSavedBanner />
            <StatusLine />
            {move || practice().then(|| view! { <p class="watermark" role="status">{t!("volunteer.practice")}</p> })}
            <main>
                <Repaired />
                {beside.map(|beside| beside.0.run(()))}
                {children()}
            </main>
            <footer class="foot">
                <UndoLine />
                <BottomBar at />
            </footer>
        </div>
    }
}

/// Names the window: the page, and the app.
pub fn set_title(title: &str) {
    let title = format!("{title} · {}", t!("app.name"));
    // From door to door it stays, and setting it again is a fortieth of what a tap takes.
    if document().title() != title {
        document().set_title(&title);
    }
}

/// A page's one first-level heading. It takes the focus when it appears, so that a screen reader
/// says where one is.
#[component]
pub fn Heading(
    /// What it says.
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // Focus cannot fail in a way anyone could act on.
            let _ = heading.focus();
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    view! {
        <h1 tabindex="-1" node_ref=heading>
            {children()}
        </h1>
    }
}

/// The browser had emptied the database: said until the app is opened again.
#[component]
pub fn Repaired() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let words = move || match phone.repaired().get()? {
        Repair::Restored { events } => Some((false, t!("volunteer.repaired", n = events))),
        Repair::Lost => Some((true, t!("volunteer.repaired_lost"))),
    };
    move || {
        words().map(|(lost, words)| {
            view! {
                <div class="banner" class:stop=lost role="alert">
                    <p>{words}</p>
                </div>
            }
        })
    }
}
