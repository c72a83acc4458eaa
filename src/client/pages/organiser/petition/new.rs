//! A petition is written: what it asks for, of whom, who organises it, and the council it is handed to.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::path;
use super::rules::{CouncilRules, told_words};
use crate::canvass::petition::{Council, Petition, Told, begin};
use crate::client::address::Address;
use crate::client::pages::organiser::fields::{Choices, DayField, WordsField};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::tonight;
use crate::organise::council::{Profile, shipped};
use crate::organise::petition::sheet::PRAYER_LENGTH;
use crate::t;

/// What is being written. A handle, copied freely.
#[derive(Clone, Copy)]
struct Form {
    saving: Saving,
    prayer: RwSignal<String>,
    target: RwSignal<String>,
    organiser: RwSignal<String>,
    reach: RwSignal<String>,
    /// The council's rules, by their key; empty where they asked it themselves.
    key: RwSignal<String>,
    name: RwSignal<String>,
    phones: RwSignal<Told>,
    public: RwSignal<Told>,
    closes: RwSignal<Option<i32>>,
}

impl Form {
    fn council(self, councils: &[Profile]) -> Council {
        let key = self.key.get();
        match councils.iter().find(|it| it.key == key) {
            Some(profile) => profile.council(),
            None => Council {
                key: String::new(),
                name: self.name.get(),
                phones: self.phones.get(),
                public: self.public.get(),
                checked: Some(tonight().today),
            },
        }
    }

    fn keep(self, councils: &[Profile], address: Address) {
        let petition = untrack(|| Petition {
            prayer: self.prayer.get(),
            target: self.target.get(),
            organiser: self.organiser.get(),
            reach: self.reach.get(),
            council: self.council(councils),
            closes: self.closes.get(),
        });
        let draft = begin(petition).into_iter().collect();
        self.saving
            .save(draft, t!("petition.missing"), move |dots| {
                if let Some(id) = dots.first() {
                    address.go(&path(*id));
                }
            });
    }
}

/// The page.
#[component]
pub fn NewPetition() -> impl IntoView {
    view! {
        <OrganiserPage title=t!("petition.begin") back=Back::Petitions>
            <p>{t!("petition.begin_what")}</p>
            <Write />
        </OrganiserPage>
    }
}

#[component]
fn Write() -> impl IntoView {
    let form = Form {
        saving: Saving::new(),
        prayer: RwSignal::default(),
        target: RwSignal::default(),
        organiser: RwSignal::default(),
        reach: RwSignal::default(),
        key: RwSignal::default(),
        name: RwSignal::default(),
        phones: RwSignal::new(Told::Unknown),
        public: RwSignal::new(Told::Unknown),
        closes: RwSignal::new(None),
    };
    let address = expect_context::<Address>();
    let councils = StoredValue::new(shipped());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        councils.with_value(|councils| form.keep(councils, address));
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <div class="field">
                <label for="prayer">{t!("petition.prayer")}</label>
                <p class="hint" id="prayer-hint">
                    {t!("petition.prayer_hint", n = PRAYER_LENGTH)}
                </p>
                <textarea
                    id="prayer"
                    rows="4"
                    dir="auto"
                    maxlength=PRAYER_LENGTH.to_string()
                    aria-describedby="prayer-hint"
                    bind:value=form.prayer
                ></textarea>
            </div>
            <WordsField
                id="target"
                name=t!("petition.target")
                typed=form.target
                hint=t!("petition.target_hint")
            />
            <WordsField
                id="organiser"
                name=t!("petition.organiser")
                typed=form.organiser
                hint=t!("petition.organiser_hint")
            />
            <WordsField id="reach" name=t!("petition.reach") typed=form.reach />
            <WhichCouncil form councils />
            {move || {
                let council = councils.with_value(|councils| form.council(councils));
                (!council.key.is_empty()).then(|| view! { <CouncilRules council /> })
            }}
            <DayField id="closes" name=t!("petition.closes") day=form.closes />
            <p class="hint">{t!("petition.fixed")}</p>
            <Wrong saving=form.saving />
            <button type="submit" class="button primary" disabled=form.saving.busy>
                {t!("petition.begin_keep")}
            </button>
        </form>
    }
}

/// One whose rules are known, or another, of which they say what it told them.
#[component]
fn WhichCouncil(form: Form, councils: StoredValue<Vec<Profile>>) -> impl IntoView {
    let options = councils.with_value(|councils| {
        let known = councils.iter().filter(|it| it.petition.is_some());
        let options = known.map(|it| {
            let (key, name) = (it.key.clone(), it.name.clone());
            view! { <option value=key>{name}</option> }
        });
        options.collect_view()
    });
    let told = || Told::ALL.map(|it| (it, told_words(it))).to_vec();
    let other = move || form.key.with(String::is_empty);
    view! {
        <div class="field">
            <label for="council">{t!("petition.council")}</label>
            <select id="council" on:change=move |event| form.key.set(event_target_value(&event))>
                <option value="">{t!("petition.council_other")}</option>
                {options}
            </select>
        </div>
        <Show when=other>
            <p class="hint">{t!("petition.ask_council")}</p>
            <WordsField
                id="council-name"
                name=t!("petition.council_name")
                typed=form.name
                length=80
            />
            <Choices id="phones" name=t!("petition.ask_phones") all=told() picked=form.phones />
            <Choices id="public" name=t!("petition.ask_public") all=told() picked=form.public />
        </Show>
    }
}
