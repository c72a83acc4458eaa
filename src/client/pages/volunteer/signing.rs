//! Somebody signs a petition at a door: on paper, of which the sheet and the line are recorded, or on this
//! phone where the council takes that. Before they do they are told who may see it. Sealed for organisers
//! at once; while this page is open it can be taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::At;
use super::privacy::card_at;
use crate::canvass::act::Act;
use crate::canvass::basis::ground;
use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft};
use crate::canvass::petition::{
    By, LINES, Petition, Qualifies, Told, at_doors, next_line, on_paper, on_phone, taken_back,
};
use crate::canvass::readback::one_more_sealed;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::t;

/// A name, an address or a postcode is no longer than this: characters.
const LENGTH: usize = 120;

/// What was recorded here since the page was opened: of which petition, in words, and the events, the
/// sealed one first.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    petition: Dot,
    words: String,
    dots: Vec<Dot>,
}

/// What is signed at a door while its page is open. A handle, copied freely.
#[derive(Clone, Copy)]
pub struct Signing {
    phone: Phone,
    evening: Evening,
    at: StoredValue<At>,
    kept: RwSignal<Vec<Kept>>,
    /// What is typed besides the sheet and the line.
    who: RwSignal<String>,
    also_act: RwSignal<bool>,
    /// On this phone.
    name: RwSignal<String>,
    address: RwSignal<String>,
    postcode: RwSignal<String>,
    by: RwSignal<Qualifies>,
    /// What is missing, or what comes next.
    said: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Signing {
    /// Nothing is signed yet.
    pub fn new(at: &At) -> Signing {
        Signing {
            phone: expect_context(),
            evening: expect_context(),
            at: StoredValue::new(at.clone()),
            kept: RwSignal::default(),
            who: RwSignal::default(),
            also_act: RwSignal::new(false),
            name: RwSignal::default(),
            address: RwSignal::new(at.label.clone()),
            postcode: RwSignal::default(),
            by: RwSignal::new(Qualifies::Lives),
            said: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Nothing was signed since the page was opened.
    pub fn is_empty(self) -> bool {
        self.kept.with(Vec::is_empty)
    }

    /// What was, each with the way to take it back: lines of a list.
    pub fn lines(self) -> impl IntoView {
        let lines = self.kept.get().into_iter().map(|kept| {
            let label = t!("acts.wrong_what", what = kept.words);
            let words = kept.words.clone();
            let back = move |_| self.take_back(kept.clone());
            view! {
                <li class="said">
                    <span class="quiet small">{t!("signing.title")}</span>
                    <span class="words">{words}</span>
                    <button type="button" class="button" aria-label=label on:click=back>
                        {t!("acts.wrong")}
                    </button>
                </li>
            }
        });
        lines.collect_view()
    }

    fn by(self, petition: Dot, who: RwSignal<String>) -> By {
        By {
            petition,
            who: who.get_untracked(),
            day: tonight().today,
            also_act: self.also_act.get_untracked(),
        }
    }

    fn sign_on_paper(self, petition: Dot) {
        let (sheet, line) = self.evening.sheet.get_untracked();
        let place = sheet.trim().parse().ok().zip(line.trim().parse().ok());
        let home = self.at.with_value(|at| at.household);
        let by = self.by(petition, self.who);
        let draft = place.and_then(|place| Some((place, on_paper(Some(home), place, by)?)));
        let Some((place, draft)) = draft else {
            let words = t!("signing.line_missing", n = LINES);
            self.said.set(Some(words));
            return;
        };
        let words = t!("signing.place", sheet = place.0, line = place.1);
        self.save(petition, words, draft, move || {
            let next = next_line(place);
            let (sheet, line) = next.map_or((String::new(), String::from("1")), |(sheet, line)| {
                (sheet.to_string(), line.to_string())
            });
            self.evening.sheet.try_set((sheet, line));
            self.who.try_set(String::new());
            let last = next.is_none().then(|| t!("signing.next_sheet"));
            self.said.try_set(last);
        });
    }

    fn sign_on_phone(self, id: Dot, petition: &Petition) {
        let home = self.at.with_value(|at| at.household);
        let (address, postcode) = (self.address.get_untracked(), self.postcode.get_untracked());
        let by = self.by(id, self.name);
        let (place, qualifies) = (
            (address.as_str(), postcode.as_str()),
            self.by.get_untracked(),
        );
        let Some(draft) = on_phone(petition, home, place, qualifies, by) else {
            self.said.set(Some(t!("signing.phone_missing")));
            return;
        };
        self.save(id, t!("signing.on_phone"), draft, move || {
            self.name.try_set(String::new());
            self.said.try_set(None);
        });
    }

    fn save(self, petition: Dot, words: String, draft: Draft, then: impl FnOnce() + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let at = self.at.get_value();
        let what = t!("signing.described", label = at.label);
        let drafts = vec![draft, one_more_sealed(at.stream(), at.household)];
        spawn_local(async move {
            let saved = self.evening.record_beside(self.phone, what, drafts).await;
            // A failure stands in the banner, and the phone holds what it could not save.
            if let Ok(dots) = saved {
                let kept = Kept {
                    petition,
                    words,
                    dots,
                };
                self.kept.try_update(|all| all.push(kept));
                self.also_act.try_set(false);
                then();
            }
            self.busy.try_set(false);
        });
    }

    /// Takes back what was recorded here. Nothing is struck in inner, so an entry stands in its place.
    fn take_back(self, kept: Kept) {
        let at = self.at.get_value();
        let Some((sealed, beside)) = kept.dots.split_first() else {
            return;
        };
        let home = Some(at.household);
        let mut drafts = vec![taken_back(
            home,
            kept.petition,
            tonight().today,
            vec![*sealed],
        )];
        let strikes = self
            .phone
            .read_untracked(|state| draft::undo(state, at.stream(), beside));
        drafts.extend(strikes);
        let what = t!("signing.taken_back", label = at.label);
        spawn_local(async move {
            let saved = self.evening.record_beside(self.phone, what, drafts);
            if saved.await.is_ok() {
                self.kept.try_update(|all| all.retain(|it| *it != kept));
            }
        });
    }
}

/// Folded away; nothing at all where there is nothing to sign.
#[component]
pub fn SignHere(
    /// What is signed here.
    signing: Signing,
    /// It is not read back anywhere else on the page.
    #[prop(default = false)]
    read_back: bool,
) -> impl IntoView {
    let phone = signing.phone;
    let all = Memo::new(move |_| phone.read(|state| at_doors(state, tonight().today)));
    move || {
        let all = all.get();
        (!all.is_empty()).then(move || {
            let each = (0..)
                .zip(all)
                .map(move |(n, (id, petition))| view! { <One signing n id petition /> });
            view! {
                <Folded id="petition" summary=|| t!("signing.title")>
                    <div class="stack">
                        <p class="hint">{t!("signing.kept_apart")}</p>
                        <AlsoAct signing />
                        {each.collect_view()}
                        <p role="status">{move || signing.said.get()}</p>
                        {read_back.then(|| view! { <ul>{move || signing.lines()}</ul> })}
                    </div>
                </Folded>
            }
        })
    }
}

/// One petition: its words, who may see who signed, and where it is signed.
#[component]
fn One(signing: Signing, n: usize, id: Dot, petition: Petition) -> impl IntoView {
    let target = t!("signing.is_what", target = petition.target);
    let prayer = petition.prayer.clone();
    let council = petition.council.clone();
    let on_phone = petition.takes_phones().then_some(petition);
    view! {
        <p>
            <bdi>{target}</bdi>
        </p>
        <blockquote dir="auto">{prayer}</blockquote>
        <SeenBy signing name=council.name public=council.public />
        <OnPaper signing n id />
        {on_phone.map(|petition| view! { <OnPhone signing n id petition /> })}
    }
}

/// Who may see who signed, told before they do.
#[component]
fn SeenBy(signing: Signing, name: String, public: Told) -> impl IntoView {
    let key = match public {
        Told::Yes => "card.petition_public",
        Told::Unknown => "card.petition_may_be_public",
        Told::No => return None,
    };
    let home = signing.at.with_value(|at| at.household);
    let card = card_at(signing.phone, home);
    Some(view! {
        <p
            class="banner"
            lang=move || card.get().tongue().tag()
            dir=move || card.get().tongue().direction()
        >
            {move || card.get().say(key, &[("council", name.clone())])}
        </p>
    })
}

/// Whether their home is counted for a structure test as well: asked for itself, and only where the
/// campaign may keep that.
#[component]
fn AlsoAct(signing: Signing) -> impl IntoView {
    let phone = signing.phone;
    let may = Memo::new(move |_| {
        let ground = phone.read(ground);
        ground.is_some_and(|ground| ground.may_keep(Act::Signed))
    });
    view! {
        <Show when=move || may.get()>
            <label class="choice">
                <input type="checkbox" bind:checked=signing.also_act />
                <span>{t!("signing.also_act")}</span>
            </label>
        </Show>
    }
}

#[component]
fn OnPaper(signing: Signing, n: usize, id: Dot) -> impl IntoView {
    let typed = signing.evening.sheet;
    let sheet = move |event| typed.update(|it| it.0 = event_target_value(&event));
    let line = move |event| typed.update(|it| it.1 = event_target_value(&event));
    view! {
        <p class="hint" id=format!("paper-hint-{n}")>
            {t!("signing.paper_keeps")}
        </p>
        <div class="row place">
            <div class="field">
                <label for=format!("sheet-{n}")>{t!("signing.sheet")}</label>
                <input
                    id=format!("sheet-{n}")
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="4"
                    aria-describedby=format!("paper-hint-{n}")
                    prop:value=move || typed.get().0
                    on:input=sheet
                />
            </div>
            <div class="field">
                <label for=format!("line-{n}")>{t!("signing.line")}</label>
                <input
                    id=format!("line-{n}")
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="2"
                    prop:value=move || typed.get().1
                    on:input=line
                />
            </div>
        </div>
        <Field id=format!("signs-who-{n}") label=t!("signing.who") value=signing.who />
        <button
            type="button"
            class="button primary"
            disabled=signing.busy
            on:click=move |_| signing.sign_on_paper(id)
        >
            {t!("signing.on_paper")}
        </button>
    }
}

#[component]
fn OnPhone(signing: Signing, n: usize, id: Dot, petition: Petition) -> impl IntoView {
    let choices = Qualifies::ALL.map(|by| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=format!("qualifies-{n}")
                    prop:checked=move || signing.by.get() == by
                    on:change=move |_| signing.by.set(by)
                />
                <span>{t!(&format!("signing.qualifies_{}", by.word()))}</span>
            </label>
        }
    });
    view! {
        <h3>{t!("signing.phone_title")}</h3>
        <Field id=format!("signs-name-{n}") label=t!("signing.name") value=signing.name />
        <Field id=format!("signs-address-{n}") label=t!("signing.address") value=signing.address />
        <Field id=format!("signs-postcode-{n}") label=t!("signing.postcode") value=signing.postcode />
        <fieldset class="choices">
            <legend>{t!("signing.qualifies")}</legend>
            {choices.into_iter().collect_view()}
        </fieldset>
        <button
            type="button"
            class="button primary"
            disabled=signing.busy
            on:click=move |_| signing.sign_on_phone(id, &petition)
        >
            {t!("signing.on_phone")}
        </button>
    }
}

#[component]
fn Field(id: String, label: String, value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                type="text"
                dir="auto"
                autocomplete="off"
                autocapitalize="words"
                maxlength=LENGTH.to_string()
                bind:value=value
            />
        </div>
    }
}
