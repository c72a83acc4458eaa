//! What a device shows that belongs to no campaign.

use leptos::html;
use leptos::prelude::*;

use crate::client::notes::How;
use crate::client::parts::home_screen::is_home_app;
use crate::client::parts::page::Repaired;
use crate::client::parts::paste::Paste;
use crate::client::parts::tongue_choice::TongueChoice;
use crate::client::phone::Phone;
use crate::sync::invite::InviteCode;
use crate::t;

/// Three ways in. Two of them lead to pages of the other program: the browser is to load it.
#[component]
pub fn Welcome() -> impl IntoView {
    let phone = expect_context::<Phone>();
    // Who was taken off the campaign in the middle of a stair lands here, and is told why, as
    // often as the app is opened.
    let left = move || {
        phone.left().get().map(|left| {
            let why = match left.how {
                How::TakenOff => t!("phone.taken_off"),
                How::Ended => t!("phone.ended"),
                How::Closed => t!("phone.closed"),
                How::Wiped => t!("phone.wiped"),
            };
            // While it still sends, what waits is counted; else what stayed.
            let unsent = match phone.membership().get() {
                Some(_) if phone.is_handed_over() => {
                    (phone.tally().get().waiting(), "phone.handed_over_unsent")
                }
                Some(_) => (phone.tally().get().waiting(), "phone.unsent_waits"),
                None => (left.unsent, "phone.unsent_kept"),
            };
            let (n, words) = unsent;
            (why, (n > 0).then(|| t!(words, n = n)))
        })
    };
    let sends = move || phone.membership().with(Option::is_some);
    // The page that joins takes the code from behind the address, as from any link.
    let joins = Callback::new(|code: String| {
        if let Ok(code) = InviteCode::parse(&code) {
            // The browser loads another page, or the one that is there stays.
            let _ = location().set_href(&format!("/join#{}", code.characters()));
        }
    });
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        document().set_title(&t!("app.name"));
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    view! {
        <div class="page">
            <main>
                <TongueChoice />
                <h1 tabindex="-1" node_ref=heading>
                    {t!("app.name")}
                </h1>
                // Whoever lost everything lands here, too.
                <Repaired />
                {move || {
                    left()
                        .map(|(why, unsent)| {
                            view! {
                                <div class="banner" role="alert">
                                    <p>{why}</p>
                                    {unsent
                                        .map(|words| {
                                            view! {
                                                <p>{words}</p>
                                                {sends().then(|| view! {
                                                    <p>
                                                        <a class="alone" href="/along">{t!("along.link")}</a>
                                                    </p>
                                                })}
                                                <a class="alone" href="/wipe">{t!("phone.wipe")}</a>
                                            }
                                        })}
                                </div>
                            }
                        })
                }}
                {phone
                    .kept_counts()
                    .map(|_| {
                        view! {
                            <p>
                                <a class="alone" href="/organise/counts" rel="external">
                                    {t!("phone.counts_kept")}
                                </a>
                            </p>
                        }
                    })}
                <p class="quiet">{t!("app.description")}</p>
                {is_home_app().then(|| view! { <Paste pasted=joins /> })}
                <a href="/join" class="button primary whole">
                    {t!("welcome.have_code")}
                </a>
                <p class="hint">{t!("welcome.have_code_hint")}</p>
                <a href="/practice" class="button whole">
                    {t!("practice.title")}
                </a>
                <p class="hint">{t!("practice.welcome_hint")}</p>
                <a href="/start" rel="external" class="button whole">
                    {t!("welcome.start_campaign")}
                </a>
                <p class="hint">{t!("welcome.start_campaign_hint")}</p>
                <a href="/recover" rel="external" class="button whole">
                    {t!("welcome.have_words")}
                </a>
                <p class="hint">{t!("welcome.have_words_hint")}</p>
            </main>
        </div>
    }
}
