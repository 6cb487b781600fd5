// One picture after another by itself: started, paused, and never while something is still moving
// that was not yet seen to its end.

export class Slideshow extends EventTarget {
  constructor({ seconds, next, isBusy }) {
    super();
    this.seconds = seconds; // → how long each is shown
    this.next = next;
    this.isBusy = isBusy;
    this.isOn = false;
    this.timer = 0;
  }

  start() {
    this.isOn = true;
    this.again();
    this.dispatchEvent(new Event('change'));
  }

  stop() {
    this.isOn = false;
    clearTimeout(this.timer);
    this.dispatchEvent(new Event('change'));
  }

  toggle() {
    if (this.isOn) this.stop();
    else this.start();
  }

  // Whoever turns by hand sees that picture for the whole time, too.
  again() {
    clearTimeout(this.timer);
    if (this.isOn) this.timer = setTimeout(() => this.due(), this.seconds() * 1000);
  }

  due() {
    if (!this.isOn) return;
    if (this.isBusy()) this.timer = setTimeout(() => this.due(), 200);
    else this.next();
  }
}
