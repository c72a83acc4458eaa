//! What every page of the organiser has: the way back, one heading that takes the focus, and
//! nothing for anyone who is no organiser.

use leptos::html;
use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::client::phone::Phone;
use crate::sync::certificate::Role;
use crate::t;

/// Where "back" leads from a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// The organiser's home, which has none itself.
    None,
    /// To the organiser's home.
    Home,
    /// To the turfs.
    Turfs,
}

impl Back {
    fn link(self) -> Option<(&'static str, String)> {
        match self {
            Back::None => None,
            Back::Home => Some(("/organise", t!("organiser.home"))),
            Back::Turfs => Some(("/organise/turfs", t!("organiser.turfs"))),
        }
    }
}

/// A page of the organiser's.
#[component]
pub fn OrganiserPage(
    /// The heading, and the window's name: never a door, a name or a place.
    title: String,
    /// Where "back" leads.
    back: Back,
    /// What stands under the heading.
    children: ChildrenFn,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    document().set_title(&t!("organiser.title", page = title));
    let role = Memo::new(move |_| phone.membership().get().map(|membership| membership.role));
    let children = StoredValue::new(children);
    move || match role.get() {
        None => view! { <Redirect path="/" /> }.into_any(),
        Some(Role::Volunteer | Role::Trainer) => view! { <Redirect path="/today" /> }.into_any(),
        Some(Role::Organiser) => view! {
            <div class="page wide">
                <main>
                    {back
                        .link()
                        .map(|(path, name)| {
                            view! {
                                <a class="back" href=path>
                                    {name}
                                </a>
                            }
                        })} <Heading words=title.clone() />
                    {children.with_value(|children| children())}
                </main>
            </div>
        }
        .into_any(),
    }
}

/// The page's one first-level heading. It takes the focus when it appears, so that a screen
/// reader says where one is.
#[component]
fn Heading(
    /// What it says.
    words: String,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // Where it cannot have the focus, nothing is lost.
            let _ = heading.focus();
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    view! {
        <h1 tabindex="-1" node_ref=heading>
            {words}
        </h1>
    }
}
