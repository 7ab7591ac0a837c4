namespace WFrame.Reports;

/// <summary>The script of a page: sliders, values under the pointer, a button to copy. It asks nobody for anything.</summary>
internal static class PageScript
{
    /// <summary>Makes the parts of a page work; without scripts all pictures of a slider are shown.</summary>
    public const string Parts = """
        function slides(box, kept) {
          const range = box.querySelector('input'), name = box.querySelector('output');
          const pictures = [...box.querySelectorAll('figure')];
          const show = () => {
            pictures.forEach((p, i) => { p.hidden = i !== +range.value; });
            name.textContent = pictures[+range.value].querySelector('figcaption').textContent;
            range.setAttribute('aria-valuetext', name.textContent);
          };
          box.querySelector('.control').hidden = false;
          pictures.forEach(p => { p.querySelector('figcaption').hidden = true; });
          if (kept !== undefined && kept < pictures.length) { range.value = kept; }
          range.addEventListener('input', show);
          show();
        }
        function plot(svg) {
          const data = JSON.parse(svg.dataset.plot), said = svg.parentElement.querySelector('output');
          const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
          line.setAttribute('stroke', '#888');
          line.setAttribute('y1', data.top);
          line.setAttribute('y2', data.bottom);
          const all = [...new Set(data.lines.flatMap(l => l.x))].sort((a, b) => a - b);
          let at = all.length - 1;
          const show = i => {
            at = Math.max(0, Math.min(all.length - 1, i));
            const x = data.left + (all[at] - data.low) / (data.high - data.low || 1) * (data.right - data.left);
            line.setAttribute('x1', x);
            line.setAttribute('x2', x);
            svg.append(line);
            said.textContent = data.across + ' ' + all[at] + ': ' + data.lines
              .filter(l => l.x.includes(all[at]))
              .map(l => (l.name ? l.name + ' ' : '') + l.y[l.x.indexOf(all[at])])
              .join(' \u00b7 ');
          };
          const under = e => {
            const box = svg.getBoundingClientRect();
            const pixel = (e.clientX - box.left) / box.width * data.width;
            const x = data.low + (pixel - data.left) / (data.right - data.left) * (data.high - data.low);
            show(all.reduce((best, v, i) => Math.abs(v - x) < Math.abs(all[best] - x) ? i : best, 0));
          };
          if (all.length === 0) { return; }
          svg.addEventListener('pointermove', under);
          svg.addEventListener('pointerdown', under);
          svg.addEventListener('focus', () => show(at));
          svg.addEventListener('keydown', e => {
            const step = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[e.key];
            if (step !== undefined) { e.preventDefault(); show(step); }
          });
        }
        function command(box) {
          const button = box.querySelector('button'), text = box.querySelector('code');
          button.hidden = false;
          button.addEventListener('click', async () => {
            getSelection().selectAllChildren(text);
            try {
              await navigator.clipboard.writeText(text.textContent);
              button.textContent = 'Copied';
            } catch { button.textContent = 'Selected: press Ctrl+C'; }
          });
        }
        function parts(kept) {
          document.querySelectorAll('.slides').forEach((box, i) => slides(box, kept?.[i]));
          document.querySelectorAll('svg[data-plot]').forEach(plot);
          document.querySelectorAll('.command').forEach(command);
        }
        parts();
        """;

    /// <summary>Fetches a page of somebody at work every two seconds, from where it came; what the reader chose stays.</summary>
    public const string Renewal = """
        let before = '', held = false;
        addEventListener('pointerdown', () => { held = true; });
        addEventListener('pointerup', () => { held = false; });
        addEventListener('pointercancel', () => { held = false; });
        async function renew() {
          if (document.hidden || held) { return; }
          try {
            const text = await (await fetch(location.href, { cache: 'no-store' })).text();
            if (text === before || held) { return; }
            before = text;
            const next = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
            const main = document.querySelector('main'), found = 'input, button, svg[data-plot]';
            const kept = [...main.querySelectorAll('.slides input')].map(i => i.value === i.max ? undefined : +i.value);
            const focus = [...main.querySelectorAll(found)].indexOf(document.activeElement);
            main.replaceWith(next);
            parts(kept);
            next.querySelectorAll(found)[focus]?.focus({ preventScroll: true });
          } catch {
            clearInterval(renewal);
            document.querySelector('.status').textContent = 'The training has ended; report.html in its folder shows how.';
          }
        }
        const renewal = setInterval(renew, 2000);
        """;
}
