//! What the steps of matching cost: `cargo bench --bench matching`.

use divan::counter::{BytesCount, ItemsCount};
use divan::{AllocProfiler, Bencher, black_box};
use planfit::text::{Tokens, fold_str};
use planfit::{Matcher, Options, Profile, Scratch, Taxonomy};

// Shows allocations beside the times: the hot path is meant to have next to none.
#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

const SHORT: &str = "lithium battery packs and battery management systems";

const LONG: &str = "Riverbend Cell Works, together with its subsidiaries, engages in the research, development, manufacture, and \
    sale of lithium iron phosphate cells and traction battery packs for buses, passenger cars, and light trucks. The company \
    operates through two segments, Traction and Stationary. Its products include prismatic cells, modules, battery management \
    systems, and liquid-cooled packs, as well as containers for storing energy at wind and solar farms. It also collects and \
    takes apart used packs, and recovers lithium carbonate, nickel, and cobalt salts from them. In addition, it provides testing, \
    certification, and maintenance services to fleet operators, hospitals, data centers, and telecommunication companies; and \
    leases packs. The company sells through distributors and directly in domestic and overseas markets. It was founded in 1998 \
    and is headquartered in a town by a river.";

const CHINESE: &str = "一般项目：动力电池、锂离子电池、电池管理系统的研发、生产和销售；储能系统集成；新能源汽车零部件及配件制造；\
    废旧动力蓄电池回收及梯次利用；货物进出口；技术服务、技术开发、技术咨询、技术转让。（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）";

/// Folding a text to the form in which it is compared.
#[divan::bench(args = ["long", "chinese"])]
fn fold(bencher: Bencher<'_, '_>, which: &str) {
    let text = if which == "long" { LONG } else { CHINESE };
    bencher
        .counter(BytesCount::of_str(text))
        .bench_local(|| fold_str(black_box(text)));
}

/// Cutting a text into folded, hashed tokens.
#[divan::bench(args = ["long", "chinese"])]
fn cut(bencher: Bencher<'_, '_>, which: &str) {
    let text = if which == "long" { LONG } else { CHINESE };
    let mut tokens = Tokens::default();
    bencher
        .counter(BytesCount::of_str(text))
        .bench_local(|| tokens.cut(black_box(text)));
}

/// Looking words up: terms of the plan, words that are known but no terms, words with a typing error, words of no language.
#[divan::bench(args = ["power battery", "customer certain", "power batttery", "qwzxv plmokn"])]
fn look_up(bencher: Bencher<'_, '_>, words: &str) {
    assess(bencher, words);
}

/// One profile from text to answer, five fits with their evidence.
#[divan::bench(args = ["short", "long", "chinese"])]
fn profile(bencher: Bencher<'_, '_>, which: &str) {
    assess(
        bencher,
        match which {
            "short" => SHORT,
            "long" => LONG,
            _ => CHINESE,
        },
    );
}

fn assess(bencher: Bencher<'_, '_>, text: &str) {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let mut scratch = Scratch::default();
    let profile = Profile::from_text(text);
    let options = Options::default();
    bencher
        .counter(ItemsCount::new(1_usize))
        .bench_local(|| matcher.assess(black_box(&profile), &options, &mut scratch));
}

/// From the program's start to a matcher that is ready.
#[divan::bench(sample_count = 10)]
fn start() {
    let taxonomy = Taxonomy::shipped();
    black_box(Matcher::new(&taxonomy));
}
