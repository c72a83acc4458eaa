//! Which estate a page is about, where a campaign goes to several. The pages of one sitting share
//! the choice.

use std::cell::RefCell;

use leptos::prelude::*;

use crate::client::phone::Phone;
use crate::organise::estates::{Estate, estates};
use crate::t;

thread_local! {
    /// The estate that was picked last in this tab, by name.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The estates, and which is looked at. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Estates {
    /// All of them.
    pub all: Memo<Vec<Estate>>,
    picked: RwSignal<Option<String>>,
}

impl Estates {
    /// Reads them.
    pub fn new(phone: Phone) -> Estates {
        Estates {
            all: Memo::new(move |_| phone.read(estates)),
            picked: RwSignal::new(LAST.with_borrow(Clone::clone)),
        }
    }

    /// The estate that is looked at: the one picked, or the first.
    pub fn here(self) -> Estate {
        let picked = self.picked.get();
        self.all.with(|all| {
            let found = all
                .iter()
                .find(|estate| Some(&estate.name) == picked.as_ref());
            let estate = found.or_else(|| all.first()).cloned();
            estate.unwrap_or(Estate {
                name: String::new(),
                blocks: Default::default(),
            })
        })
    }

    /// Whether there are several.
    pub fn several(self) -> bool {
        self.all.with(|all| all.len() > 1)
    }

    fn pick(self, name: String) {
        LAST.set(Some(name.clone()));
        self.picked.set(Some(name));
    }
}

/// What an estate is called where there are several.
pub fn estate_name(name: &str) -> String {
    match name {
        "" => t!("night.estate_without"),
        name => name.to_string(),
    }
}

/// The switch. Nothing where there is one estate.
#[component]
pub fn EstateSwitch(
    /// Between these.
    estates: Estates,
) -> impl IntoView {
    let options = move || {
        let here = estates.here().name;
        estates.all.with(|all| {
            let names = all.iter().map(|estate| estate.name.clone());
            names
                .map(|name| {
                    let chosen = name == here;
                    view! {
                        <option value=name.clone() selected=chosen>
                            {estate_name(&name)}
                        </option>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <Show when=move || estates.several()>
            <div class="field">
                <label for="estate">{t!("night.estate")}</label>
                <select
                    id="estate"
                    on:change=move |event| estates.pick(event_target_value(&event))
                >
                    {options}
                </select>
            </div>
        </Show>
    }
}
