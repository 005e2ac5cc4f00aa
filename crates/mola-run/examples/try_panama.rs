//! Throw-away.
use mola_run::{Request, check, run};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let mut r = Request::new("pipelines/panama", 1_321_000_000_000 + 86_400_000 * 30, "try");
    r.store = Some(args[1].clone().into());
    r.out = Some(args[2].clone().into());
    if let Some(i) = args.get(3) { r.inbox = Some(i.into()); }
    match check(&r).unwrap() {
        Err(f) => { for f in f { println!("FAULT {}", serde_json::to_string(&f).unwrap()); } std::process::exit(2) }
        Ok(c) => { for m in c.mappings { eprintln!("{} {}", m.mapping, m.files.len()); } for f in c.findings { eprintln!("{}", serde_json::to_string(&f).unwrap()); } }
    }
    let o = run(&r, &|_| {}).unwrap().unwrap();
    let mut v = serde_json::to_value(&o.summary).unwrap();
    v["findings_list"] = serde_json::to_value(&o.findings).unwrap();
    println!("{}", serde_json::to_string_pretty(&v).unwrap());
}
