//! Which estate a page is about, where a campaign goes to several. The pages of one sitting share
//! the choice; of those whose figures can be of the whole campaign, that is one.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;

use crate::client::phone::Phone;
use crate::organise::estates::{Estate, Extent, estates};
use crate::t;

thread_local! {
    /// The estate that was picked last in this tab, by name.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Whether the whole campaign was picked after it, or nothing at all.
    static WHOLE: Cell<bool> = const { Cell::new(true) };
}

/// The estates, and which is looked at. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Estates {
    /// All of them.
    pub all: Memo<Vec<Estate>>,
    picked: RwSignal<Option<String>>,
    whole: RwSignal<bool>,
}

impl Estates {
    /// Reads them.
    pub fn new(phone: Phone) -> Estates {
        Estates {
            all: Memo::new(move |_| phone.read(estates)),
            picked: RwSignal::new(LAST.with_borrow(Clone::clone)),
            whole: RwSignal::new(WHOLE.get()),
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

    /// What figures are of: the whole campaign, until an estate is picked and where there is one alone.
    pub fn extent(self) -> Extent {
        match self.is_whole() {
            true => Extent::Campaign,
            false => Extent::Estate(self.here()),
        }
    }

    /// Whether figures are of the whole campaign.
    pub fn is_whole(self) -> bool {
        self.whole.get() || !self.several()
    }

    /// Whether there are several.
    pub fn several(self) -> bool {
        self.all.with(|all| all.len() > 1)
    }

    /// Picks the estate at this place, or the whole campaign.
    fn pick(self, place: Option<usize>) {
        let all = self.all.get_untracked();
        let name = place
            .and_then(|place| all.get(place))
            .map(|it| it.name.clone());
        let whole = name.is_none();
        if !whole {
            LAST.set(name.clone());
            self.picked.set(name);
        }
        WHOLE.set(whole);
        self.whole.set(whole);
    }
}

/// What an estate is called where there are several.
pub fn estate_name(name: &str) -> String {
    match name {
        "" => t!("night.estate_without"),
        name => name.to_string(),
    }
}

/// The switch between estates. Nothing where there is one.
#[component]
pub fn EstateSwitch(
    /// Between these.
    estates: Estates,
) -> impl IntoView {
    view! { <Switch estates whole=false /> }
}

/// The switch between the whole campaign and its estates. Nothing where there is one.
#[component]
pub fn ExtentSwitch(
    /// Between these.
    estates: Estates,
) -> impl IntoView {
    view! { <Switch estates whole=true /> }
}

/// Says that figures are of the whole campaign, where they might be of one estate.
#[component]
pub fn OfCampaign(
    /// Of these.
    estates: Estates,
) -> impl IntoView {
    let words = || view! { <p class="quiet">{t!("night.of_campaign")}</p> };
    move || estates.several().then(words)
}

/// Says what figures are of, where there are several: the estate that is picked, or the campaign.
#[component]
pub fn OfExtent(
    /// Of these.
    estates: Estates,
) -> impl IntoView {
    let words = move || match estates.is_whole() {
        true => t!("night.of_campaign"),
        false => estate_name(&estates.here().name),
    };
    move || {
        let line = || view! { <p class="quiet"><bdi>{words()}</bdi></p> };
        estates.several().then(line)
    }
}

/// Says of which estates something is that does not go by the one that is picked; nothing where there is one.
#[component]
pub fn OfThese(
    /// As [`names_of`](crate::organise::estates::names_of) gives them.
    names: Vec<String>,
) -> impl IntoView {
    let all: Vec<String> = names.iter().map(|name| estate_name(name)).collect();
    (!all.is_empty()).then(|| {
        let words = t!("night.of_estates", estates = all.join(", "));
        view! {
            <p class="quiet">
                <bdi>{words}</bdi>
            </p>
        }
    })
}

#[component]
fn Switch(estates: Estates, whole: bool) -> impl IntoView {
    let options = move || {
        let here = match whole && estates.is_whole() {
            true => None,
            false => Some(estates.here().name),
        };
        let of_all = whole.then(|| {
            view! {
                <option value="" selected=here.is_none()>
                    {t!("night.all_estates")}
                </option>
            }
        });
        let each = estates.all.with(|all| {
            let option = |(place, estate): (usize, &Estate)| {
                let chosen = Some(&estate.name) == here.as_ref();
                view! {
                    <option value=place.to_string() selected=chosen>
                        {estate_name(&estate.name)}
                    </option>
                }
            };
            all.iter().enumerate().map(option).collect_view()
        });
        view! {
            {of_all}
            {each}
        }
    };
    let pick = move |event| estates.pick(event_target_value(&event).parse().ok());
    view! {
        <Show when=move || estates.several()>
            <div class="field">
                <label for="estate">{t!("night.estate")}</label>
                <select id="estate" on:change=pick>
                    {options}
                </select>
            </div>
        </Show>
    }
}
