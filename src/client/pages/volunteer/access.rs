//! How to get in, shown before anyone stands there: an entrance's code, and a few words about a block,
//! a stair or a door. Never about a person.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::leaving::{Once, when_left};
use crate::canvass::access::{
    Access, CODE_LENGTH, Entrance, Place, WORDS_LENGTH, codes, say, say_code, words,
};
use crate::canvass::draft::Draft;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::client::clock::now;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::t;

/// The beginnings of what is said most, to tap.
const PHRASES: [&str; 6] = [
    "doors.access_buzzer",
    "doors.access_ring",
    "doors.access_lift",
    "doors.access_dog",
    "doors.access_bell",
    "doors.access_steps",
];

/// Something about access that may be written over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Code(Entrance),
    Words(Place),
}

impl About {
    fn read(self, state: &State) -> Vec<Access> {
        match self {
            About::Code(entrance) => codes(state, entrance, now()),
            About::Words(place) => words(state, place),
        }
    }

    fn draft(self, state: &State, stream: Stream, typed: &str) -> Option<Draft> {
        match self {
            About::Code(entrance) => say_code(state, stream, entrance, typed),
            About::Words(place) => say(state, stream, place, typed),
        }
    }

    fn length(self) -> usize {
        match self {
            About::Code(_) => CODE_LENGTH,
            About::Words(_) => WORDS_LENGTH,
        }
    }

    /// What the field is called, and what a line of it begins with.
    fn label(self) -> String {
        match self {
            About::Code(Entrance::Block(_)) => t!("doors.code_block"),
            About::Code(Entrance::Stair(_)) => t!("doors.code_stair"),
            About::Words(Place::Block(_)) => t!("doors.access_block"),
            About::Words(Place::Stair(_)) => t!("doors.access_stair"),
            About::Words(Place::Door(_)) => t!("doors.access_door"),
        }
    }

    fn field(self) -> &'static str {
        match self {
            About::Code(Entrance::Block(_)) => "code-block",
            About::Code(Entrance::Stair(_)) => "code-stair",
            About::Words(Place::Block(_)) => "access-block",
            About::Words(Place::Stair(_)) => "access-stair",
            About::Words(Place::Door(_)) => "access-door",
        }
    }
}

fn about(place: Place) -> Vec<About> {
    match place {
        Place::Block(id) => vec![About::Code(Entrance::Block(id)), About::Words(place)],
        Place::Stair(id) => vec![About::Code(Entrance::Stair(id)), About::Words(place)],
        Place::Door(_) => vec![About::Words(place)],
    }
}

/// What is known of how to get in; nothing where nothing is.
#[component]
pub fn AccessHere(
    /// Of these, the outermost first.
    places: Vec<Place>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let all: Vec<About> = places.into_iter().flat_map(about).collect();
    let lines = Memo::new(move |_| {
        let read = |about: &About| {
            let label = about.label();
            let told = phone.read(|state| about.read(state));
            told.into_iter().map(move |access| (label.clone(), access))
        };
        all.iter().flat_map(read).collect::<Vec<_>>()
    });
    let line = |(label, access): (String, Access)| {
        let told = t!(
            "doors.access_told",
            name = access.by,
            time = time_and_day(access.at)
        );
        view! {
            <li>
                <span class="small">{label}</span>
                <strong>
                    <bdi>{access.words}</bdi>
                </strong>
                <span class="small"><bdi>{told}</bdi></span>
            </li>
        }
    };
    move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            view! {
                <ul class="access" aria-label=t!("doors.access")>
                    {lines.into_iter().map(line).collect_view()}
                </ul>
            }
        })
    }
}

/// By which a page finds where it is said.
pub const SAY_ACCESS: &str = "say-access";

/// To say how to get in, folded away.
#[component]
pub fn SayAccess(
    /// Of these, the outermost first.
    places: Vec<Place>,
    /// Where it is recorded.
    stream: Stream,
) -> impl IntoView {
    let fields = places.into_iter().flat_map(about);
    view! {
        <Folded id=SAY_ACCESS summary=|| t!("doors.access_say")>
            <div class="stack">
                <p class="hint">{t!("doors.access_hint")}</p>
                {fields.map(|about| view! { <Field about stream /> }).collect_view()}
            </div>
        </Folded>
    }
}

/// What is typed in one field. A handle, copied freely.
#[derive(Clone, Copy)]
struct Saying {
    phone: Phone,
    evening: Evening,
    about: About,
    stream: Stream,
    typed: RwSignal<String>,
    once: StoredValue<Once<String>>,
}

impl Saying {
    /// As it is known now.
    fn new(about: About, stream: Stream) -> Saying {
        let phone = expect_context::<Phone>();
        let known = phone.read_untracked(|state| {
            let told = about.read(state).into_iter();
            let words: Vec<String> = told.map(|access| access.words).collect();
            words.join(". ")
        });
        let mut once = Once::new();
        // Left as it was found, nothing is said.
        once.begin(known.clone());
        let saying = Saying {
            phone,
            evening: expect_context(),
            about,
            stream,
            typed: RwSignal::new(known),
            once: StoredValue::new(once),
        };
        when_left(move |_| saying.keep_beside());
        saying
    }

    fn draft(self, words: &str) -> (String, Vec<Draft>) {
        let read = |state: &State| self.about.draft(state, self.stream, words);
        let draft = self.phone.read_untracked(read);
        let what = format!("{}: {words}", self.about.label());
        (what, draft.into_iter().collect())
    }

    /// By its button: as it was found it counts as said anew, and emptied it is taken back.
    fn keep(self) {
        let words = self.typed.get_untracked().trim().to_string();
        let (what, drafts) = self.draft(&words);
        self.once.update_value(|once| {
            *once = Once::new();
            once.begin(words);
        });
        spawn_local(async move {
            let saved = self.evening.record(self.phone, what, drafts).await;
            // A failure stands in the banner, and what the phone does not hold is kept once more.
            if saved.is_err_and(|reason| !reason.is_held()) {
                self.once.try_set_value(Once::new());
            }
        });
    }

    /// What still stands there when the page is left, by whatever way: a code that was typed at an entrance
    /// is not to be lost on "Next". Emptied, it is taken back by its button alone.
    fn keep_beside(self) {
        let words = self.typed.try_get_untracked().unwrap_or_default();
        let words = words.trim().to_string();
        if words.is_empty() {
            return;
        }
        let begun = self.once.try_update_value(|once| once.begin(words.clone()));
        if begun.flatten().is_none() {
            return;
        }
        let (what, drafts) = self.draft(&words);
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = self.evening.record_beside(self.phone, what, drafts).await;
        });
    }
}

#[component]
fn Field(about: About, stream: Stream) -> impl IntoView {
    let saying = Saying::new(about, stream);
    let typed = saying.typed;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        saying.keep();
    };
    let phrase = move |key: &'static str| {
        let add = move |_| {
            typed.update(|typed| {
                let words = t!(key);
                let parts = [typed.trim(), words.as_str()];
                let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
                *typed = parts.join(". ");
            });
        };
        view! {
            <button type="button" class="button" on:click=add>
                {t!(key)}
            </button>
        }
    };
    let phrases = matches!(about, About::Words(_)).then(|| {
        view! {
            <div class="phrases" role="group" aria-label=t!("doors.phrases")>
                {PHRASES.map(phrase).into_iter().collect_view()}
            </div>
        }
    });
    let id = about.field();
    view! {
        <form class="stack" on:submit=submit>
            <div class="field">
                <label for=id>{about.label()}</label>
                <input
                    id=id
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    autocapitalize=if about.length() == CODE_LENGTH { "characters" } else { "sentences" }
                    maxlength=about.length().to_string()
                    bind:value=typed
                />
            </div>
            {phrases}
            <button type="submit" class="button">
                {t!("doors.access_keep_what", what = about.label())}
            </button>
        </form>
    }
}
