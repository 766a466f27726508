//! Texts of any length that nobody writes: each is the worst case of something that reads texts.

/// Makes a text of about so many bytes.
pub(crate) type Maker = fn(usize) -> String;

/// Every kind, by name.
pub(crate) const KINDS: &[(&str, Maker)] = &[
    ("不含", |n| repeated("不含", n)),
    ("plans to distribute", |n| {
        repeated("plans to distribute ", n)
    }),
    ("鋰電池製造", |n| repeated("鋰電池製造", n)),
    ("not including (", |n| repeated("not including (", n)),
    ("Chinese terms", |n| {
        repeated("锂电池动力电池光伏组件集成电路", n)
    }),
    ("Chinese at random", |n| {
        chosen(n, |random| han(random).to_string())
    }),
    ("one character", |n| repeated("电", n)),
    ("typing errors", |n| {
        repeated("lithum batery manufaturer semiconducter ", n)
    }),
    ("misspellings", |n| {
        chosen(n, |random| misspelt(random) + " ")
    }),
    ("words at random", |n| {
        chosen(n, |random| word(5 + random(11), random) + " ")
    }),
    ("words run together", |n| {
        chosen(n, |random| format!("{}{} ", known(random), known(random)))
    }),
    ("words spelled apart", |n| {
        repeated("photo voltaic semi conductor electro lyte bat tery ", n)
    }),
    ("commas", |n| repeated(",", n)),
    ("letters and commas", |n| repeated("a,", n)),
    ("one term", |n| repeated("lithium battery ", n)),
    ("one term, in commas", |n| repeated("lithium battery, ", n)),
    ("nested brackets", |n| {
        "(".repeat(n / 2) + "lithium battery" + &")".repeat(n / 2)
    }),
    ("brackets never closed", |n| repeated("(battery ", n)),
    ("combining marks", |n| {
        repeated(&format!("a{} ", "\u{301}".repeat(40)), n)
    }),
    ("one marked word", |n| {
        format!("battery{}", "\u{301}".repeat(n / 2))
    }),
    ("alternating scripts", |n| repeated("a电б1字β", n)),
    ("one long word", |n| repeated("battery", n)),
    ("a word and white space", |n| {
        format!("lithium{}battery", " ".repeat(n))
    }),
    ("one long sentence", |n| {
        repeated(
            "makes lithium batteries and sells pumps and valves for cars and ",
            n,
        )
    }),
    ("sentences", |n| {
        repeated(
            "We make lithium batteries. 生产和销售锂电池（不含危险化学品）。",
            n,
        )
    }),
    ("half tags", |n| repeated("<a ", n)),
    ("scripts without end", |n| repeated("<script>", n)),
    ("addresses", |n| repeated("a@b.c http://a.b/c ", n)),
    ("half addresses", |n| repeated("a.b-", n) + "@"),
    ("possessives", |n| repeated("company's ", n)),
    ("ligatures", |n| repeated("ﷺ", n)),
    ("line breaks", |n| repeated("battery-\n", n)),
];

fn repeated(part: &str, length: usize) -> String {
    part.repeat(length / part.len() + 1)
}

/// Parts that are drawn one by one, the same on every run.
fn chosen(length: usize, part: impl Fn(&mut dyn FnMut(usize) -> usize) -> String) -> String {
    let mut state = 1_u64;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let mut text = String::with_capacity(length + 64);
    while text.len() < length {
        text.push_str(&part(&mut random));
    }
    text
}

fn han(random: &mut dyn FnMut(usize) -> usize) -> char {
    char::from_u32(0x4E00 + random(0x5000) as u32).expect("all of these are characters")
}

fn word(length: usize, random: &mut dyn FnMut(usize) -> usize) -> String {
    (0..length)
        .map(|_| char::from(b'a' + random(26) as u8))
        .collect()
}

fn known(random: &mut dyn FnMut(usize) -> usize) -> &'static str {
    const KNOWN: [&str; 10] = [
        "manufacturing",
        "semiconductor",
        "electrolyte",
        "photovoltaic",
        "batteries",
        "packaging",
        "pharmaceutical",
        "automation",
        "instruments",
        "steel",
    ];
    KNOWN[random(KNOWN.len())]
}

fn misspelt(random: &mut dyn FnMut(usize) -> usize) -> String {
    let mut letters = known(random).as_bytes().to_vec();
    for _ in 0..2 {
        let at = 1 + random(letters.len() - 1);
        letters[at] = b'a' + random(26) as u8;
    }
    String::from_utf8(letters).expect("letters are text")
}
