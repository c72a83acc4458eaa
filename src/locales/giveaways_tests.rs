//! What the lists of each language find, and what they leave alone.

use super::{Catalogue, Tongue, party_words, translations};
use crate::canvass::giveaways::Giveaways;
use crate::canvass::note::{Topic, touches};

/// What a party is found by, in whatever language is spoken here.
fn is_party(words: &str) -> bool {
    Giveaways::of(&party_words()).are_in(words)
}

#[test]
fn a_party_is_found_in_each_language_however_its_words_begin() {
    for words in [
        // English.
        "Votes Labour",
        "He is a Tory",
        "conservatives' club",
        "Plaid's man",
        "Lib Dem poster",
        "voted in May",
        // Welsh.
        "Llafur",
        "i Lafur",
        "aelod o'r Blaid Lafur",
        "Plaid",
        "y Blaid",
        "cefnogi Phlaid Cymru",
        "y Ceidwadwyr",
        "i Geidwadwyr",
        "ei Cheidwadwyr",
        "fy Ngheidwadwyr",
        "y Blaid Geidwadol",
        "i'r Dorïaid",
        "mae'n aelod o blaid",
        "ei bleidlais",
        "fy mhleidlais",
        "bleidleisiodd",
        // Arabic.
        "حزب العمال",
        "عضو في الحزب",
        "والحزب",
        "للحزب",
        "لحزب المحافظين",
        "صوت للمحافظين",
        "والمحافظون",
        "الانتخابات",
        "وانتخبوا",
        "سأصوت لهم",
        // Polish.
        "Głosuje na laburzystów",
        "z Partii Zielonych",
        "głosowanie do rady",
        // Urdu, Bengali, Somali.
        "لیبر پارٹی",
        "ووٹ دیں",
        "লেবারকে ভোট",
        "ভোট দেন",
        "Codbixinta degmada",
        "wuu codeeyay",
    ] {
        assert!(is_party(words), "{words}");
    }
}

#[test]
fn what_only_looks_like_a_party_is_left_alone_in_each_language() {
    for words in [
        // English: people, places, work and cloth.
        "Mr Green",
        "Green Lane",
        "Greenwood House",
        "a green door",
        "Torrey Close",
        "Victoria Laboure",
        "the conservatory leaks",
        "conservation area",
        "a conservative estimate",
        "labour costs",
        "parts and labour",
        "manual labour",
        "a labour of love",
        "plaid blanket",
        "birthday party",
        "the party wall",
        "bowling greens",
        "laboratory",
        // Welsh: broken lifts, keepers, in favour.
        "mae'r lifft wedi torri",
        "mae'r lifft wedi tori",
        "toriadau",
        "ceidwad y parc",
        "o blaid y cynllun",
        "costau llafur",
        "maes llafur",
        "gwyrdd",
        "llafn",
        // Arabic: workers, upkeep, noise, vegetables.
        "العمال أصلحوا المصعد",
        "المحافظة على النظافة",
        "صوت ليلا",
        "صوت عال",
        "الخضر والفواكه",
        "حزين",
        // Polish: green spaces, tracks, the lift's mechanic.
        "tereny zielone",
        "zielony dywan",
        "tory tramwajowe",
        "konserwator windy",
        "na głos",
        // Urdu, Bengali, Somali: the cost of work, a request.
        "لیبر کا خرچہ",
        "লেবার খরচ",
        "codsi",
        "cod dheer",
    ] {
        assert!(!is_party(words), "{words}");
    }
}

#[test]
fn a_note_is_hinted_at_by_words_of_each_language_and_not_by_those_that_look_like_them() {
    use Topic::*;
    let cases: &[(&str, &str, &[Topic])] = &[
        ("en", "She is sick", &[Health]),
        ("en", "Sick of the damp", &[]),
        ("en", "On benefits", &[Money]),
        ("en", "For the benefit of all", &[]),
        ("en", "Church Road", &[]),
        ("en", "Goes to church", &[Belief]),
        ("en", "Illegal parking", &[]),
        ("en", "He is illegal here", &[Papers]),
        ("cy", "mae'n feichiog", &[Health]),
        ("cy", "dau o blant", &[Family]),
        ("cy", "ei phlentyn", &[Family]),
        ("cy", "yng nghapel Seion", &[Belief]),
        ("cy", "ei ddyled", &[Money]),
        ("cy", "yn ddi-waith", &[Money]),
        ("cy", "mae hi'n fyw ar ei phen ei hun", &[Away]),
        ("cy", "yn feddw", &[Health]),
        ("cy", "dw i'n meddwl", &[]),
        ("cy", "ar draws y stryd", &[]),
        ("cy", "ennill yr ymgyrch", &[]),
        ("cy", "parcio anghyfreithlon", &[]),
        ("ar", "المريض", &[Health]),
        ("ar", "بالسرطان", &[Health]),
        ("ar", "أصلحته بنفسي", &[]),
        ("ar", "نفسي", &[]),
        ("ar", "والأطفال", &[Family]),
        ("ar", "لا أعرف مطلقا", &[]),
        ("ar", "هي مطلقة", &[Family]),
        ("ar", "المصعد عاطل", &[]),
        ("ar", "عاطل عن العمل", &[Money]),
        ("ar", "محضر الاجتماع", &[]),
        ("ar", "للمسلمين", &[Belief]),
        ("ar", "الجيران مثلي", &[]),
        ("ar", "نور الدين", &[]),
        ("ar", "واللاجئين", &[Papers]),
        ("pl", "czekamy długo", &[]),
        ("pl", "ma długi, zadłużony", &[Money]),
        ("pl", "jutro wizyta", &[]),
        ("pl", "nie ma wizy", &[Papers]),
        ("pl", "transport", &[]),
        ("pl", "ma raka", &[Health]),
        ("pl", "rakieta", &[]),
        ("ur", "ٹرانسپورٹ", &[]),
        ("ur", "مسجد جاتے ہیں", &[Belief]),
        ("bn", "ট্রান্সপোর্ট", &[]),
        ("bn", "মদদ", &[]),
        ("so", "waa xanuunsan yahay", &[Health]),
    ];
    for (tag, words, expected) in cases.iter().copied() {
        let mut all = translations().iter();
        let catalogue = match all.find(|(one, _)| *one == tag) {
            Some((_, text)) => Catalogue::read(Tongue::of(tag).unwrap(), text).unwrap(),
            None => Catalogue::english(),
        };
        let listed = |topic: Topic| {
            let key = format!("doors.giveaways_{}", topic.word());
            catalogue.say(&key, &[]).unwrap()
        };
        assert_eq!(touches(words, listed), expected, "{tag}: {words}");
    }
}
