//! Writing down what a home needs or offers, where it was said to an organiser.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::aid::{Help, Says, Way};
use crate::canvass::estate;
use crate::canvass::id::DoorId;
use crate::client::pages::organiser::fields::{Choices, WordsField};
use crate::client::pages::organiser::groups::{PickDoor, all_doors};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::tonight;
use crate::organise::aid::write_down;
use crate::t;

/// A few words are no more than this: characters.
const LENGTH: usize = 80;

/// The form.
#[component]
pub fn WriteDown() -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let doors = phone.read_untracked(all_doors);
    let door = RwSignal::new(None::<DoorId>);
    let way = RwSignal::new(Way::Needs);
    let what = RwSignal::new(Help::Shopping);
    let words = RwSignal::new(String::new());
    let agreed = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let missing = match (door.get_untracked(), agreed.get_untracked()) {
            (None, _) => t!("aid.no_home"),
            (_, false) => t!("aid.not_agreed"),
            (Some(_), true) => String::new(),
        };
        let draft = door.get_untracked().filter(|_| agreed.get_untracked());
        let draft = draft.map(|door| {
            phone.read_untracked(|state| {
                let says = Says {
                    way: way.get_untracked(),
                    what: what.get_untracked(),
                    words: words.get_untracked(),
                    agreed: tonight().today,
                };
                write_down(state, estate::household(state, door), says, Vec::new())
            })
        });
        saving.save(draft.into_iter().collect(), missing, move |_| {
            let _ = words.try_set(String::new());
            let _ = agreed.try_set(false);
        });
    };
    let ways = Way::ALL.map(|it| (it, t!(&format!("neighbours.title_{}", it.word()))));
    let changed = move |event| {
        let value = event_target_value(&event);
        if let Some(picked) = Help::ALL.into_iter().find(|it| it.word() == value) {
            what.set(picked);
        }
    };
    let options = Help::ALL.map(|it| {
        let name = t!(&format!("neighbours.help_{}", it.word()));
        view! { <option value=it.word()>{name}</option> }
    });
    view! {
        <form class="stack" on:submit=submit novalidate>
            <PickDoor id="aid-door".to_string() label=t!("aid.home") door doors />
            <Choices id="aid-way" name=t!("aid.way") all=ways.to_vec() picked=way />
            <div class="field">
                <label for="aid-what">{t!("aid.with")}</label>
                <select id="aid-what" on:change=changed>
                    {options.into_iter().collect_view()}
                </select>
            </div>
            <WordsField
                id="aid-words"
                name=t!("aid.words")
                typed=words
                length=LENGTH
                hint=t!("aid.words_hint")
            />
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || agreed.get()
                    on:change=move |event| agreed.set(event_target_checked(&event))
                />
                <span>{t!("aid.agreed")}</span>
            </label>
            <Wrong saving />
            <button type="submit" class="button" disabled=saving.busy>
                {t!("aid.keep")}
            </button>
        </form>
    }
}
